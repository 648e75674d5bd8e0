import { BlockName, TransactionId } from './ledger-ids';

const ID = '0ab1'.repeat(16);
const PASTED = [
  ['in upper case', ID.toUpperCase()],
  ['between spaces', `  ${ID}\n`],
  ['broken by a line wrap', `${ID.slice(0, 32)}\n ${ID.slice(32)}`],
  ['with 0x', `0x${ID}`],
  ['with 0X in upper case', ` 0X${ID.toUpperCase()}`],
] as const;

describe.each([
  ['a transaction id', TransactionId],
  ['a block hash', BlockName],
])('%s', (_, schema) => {
  it.each(PASTED)('is accepted %s', (_how, pasted) => {
    expect(schema.parse(pasted)).toBe(ID);
  });

  it.each(['', '0x', ID.slice(1), `${ID}0`, ID.replace('a', 'g')])('is not %j', (text) => {
    expect(schema.safeParse(text).success).toBe(false);
  });
});

it('accepts a block number between spaces', () => {
  expect(BlockName.parse(' 12 ')).toBe('12');
});

import type { Block } from './block';
import type { NamespaceReadWriteSet, RangeQuery, Version } from './read-write-set';
import { readConflictIn } from './read-conflict';
import type { Transaction } from './transaction';

const NOTHING: NamespaceReadWriteSet = {
  namespace: 'assets',
  reads: [],
  rangeQueries: [],
  writes: [],
  metadataWrites: [],
  collections: [],
};

function transaction(index: number, set: Partial<NamespaceReadWriteSet>, validationCode = 'VALID'): Transaction {
  const action = { readWriteSets: [{ ...NOTHING, ...set }] };
  return {
    index,
    transactionId: `t${index}`,
    validationCode,
    content: { kind: 'endorser', actions: [action] },
  } as unknown as Transaction;
}

const block = (number: number, ...transactions: Transaction[]): Block =>
  ({ header: { number }, transactions }) as unknown as Block;
const writing = (key: string, isDelete = false) => ({ writes: [{ key, isDelete, value: Buffer.alloc(0) }] });
const reading = (key: string, version: Version) => ({ reads: [{ key, version }] });
const at = (blockNumber: number, transactionIndex = 0): Version => ({ blockNumber, transactionIndex });
const INVALID = 'MVCC_READ_CONFLICT';

describe('a read conflict', () => {
  it('is with the last valid transaction before it in the block', () => {
    const loser = transaction(3, reading('k', at(1)), INVALID);
    const own = block(
      5,
      transaction(0, writing('k')),
      transaction(1, writing('k')),
      transaction(2, writing('k'), INVALID),
      loser,
    );
    expect(readConflictIn(loser, own)).toMatchObject({
      namespace: 'assets',
      collection: null,
      key: 'k',
      blockNumber: 5,
      winner: { transactionId: 't1' },
    });
  });

  it('is not with what came after it, wrote other keys, or wrote what it had read', () => {
    const loser = transaction(1, reading('k', at(4, 7)), INVALID);
    expect(
      readConflictIn(loser, block(5, transaction(0, writing('other')), loser, transaction(2, writing('k')))),
    ).toBeUndefined();
    expect(
      readConflictIn({ ...loser, transactionId: 'x' }, block(4, { ...transaction(7, writing('k')) })),
    ).toBeUndefined();
  });

  it('is with an older block that was committed after the read', () => {
    const loser = { ...transaction(0, reading('k', at(2)), INVALID), transactionId: 'x' };
    expect(readConflictIn(loser, block(4, transaction(0, writing('k'))))).toMatchObject({ blockNumber: 4 });
  });

  it('with a key that was read as absent is its creation, not its deletion', () => {
    const loser = { ...transaction(0, reading('k', null), INVALID), transactionId: 'x' };
    expect(readConflictIn(loser, block(4, transaction(0, writing('k', true))))).toBeUndefined();
    expect(readConflictIn(loser, block(4, transaction(0, writing('k'))))).toMatchObject({ key: 'k' });
  });

  it('is with a key that appears in a range that was read', () => {
    const range = (reads: { key: string; version: Version }[]): RangeQuery => ({
      startKey: 'a',
      endKey: 'm',
      iteratorExhausted: true,
      result: { kind: 'reads', reads },
    });
    const loserOf = (query: RangeQuery) => ({
      ...transaction(0, { rangeQueries: [query] }, 'PHANTOM_READ_CONFLICT'),
      transactionId: 'x',
    });
    const older = block(4, transaction(0, writing('k')));
    expect(readConflictIn(loserOf(range([])), older)).toMatchObject({ key: 'k' });
    expect(readConflictIn(loserOf(range([{ key: 'k', version: at(4) }])), older)).toBeUndefined();
    expect(readConflictIn(loserOf({ ...range([]), endKey: 'c' }), older)).toBeUndefined();
  });

  it('of private data is identified by the hash of its key', () => {
    const hash = Buffer.from('ab', 'hex');
    const collection = {
      collection: 'secret',
      privateDataHash: hash,
      hashedReads: [],
      hashedWrites: [],
      metadataWrites: [],
    };
    const loser = transaction(
      1,
      { collections: [{ ...collection, hashedReads: [{ keyHash: hash, version: null }] }] },
      INVALID,
    );
    const write = { keyHash: hash, isDelete: false, isPurge: false, valueHash: hash };
    const winner = transaction(0, { collections: [{ ...collection, hashedWrites: [write] }] });
    expect(readConflictIn(loser, block(5, winner, loser))).toMatchObject({ collection: 'secret', key: 'ab' });
  });
});

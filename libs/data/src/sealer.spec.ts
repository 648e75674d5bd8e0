import { UnsealError } from './data-error';
import { Sealer } from './sealer';

const key = Buffer.alloc(32, 7);
const place = { table: 'identities', column: 'sealedPrivateKey', row: 'r1' };

describe('a sealed value', () => {
  const sealer = new Sealer(key);

  it('opens with its key and location', () => {
    expect(sealer.open(sealer.seal('secret', place), place)).toBe('secret');
  });

  it('differs each time and names its format', () => {
    const [first, second] = [sealer.seal('secret', place), sealer.seal('secret', place)];
    expect(first).not.toBe(second);
    expect(first).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
  });

  it.each(['table', 'column', 'row'])('does not open with another %s', (part) => {
    const sealed = sealer.seal('secret', place);
    expect(() => sealer.open(sealed, { ...place, [part]: 'other' })).toThrow(UnsealError);
  });

  it('does not open with another key, and names the remedy', () => {
    const sealed = new Sealer(Buffer.alloc(32, 8)).seal('secret', place);
    const opened = (): unknown => {
      try {
        return sealer.open(sealed, place);
      } catch (error) {
        return error;
      }
    };
    expect(opened()).toBeInstanceOf(UnsealError);
    expect((opened() as UnsealError).remedy).toContain('HEDDLE_SECRET_KEY');
  });

  it.each(['', 'v1.', 'v2.AAAA', 'v1.AAAA', 'plain'])('does not open from %j', (text) => {
    expect(() => sealer.open(text, place)).toThrow(UnsealError);
  });

  it('does not open after a bit was flipped', () => {
    const body = Buffer.from(sealer.seal('secret', place).slice(3), 'base64url');
    body.writeUInt8(body.readUInt8(15) ^ 1, 15);
    expect(() => sealer.open(`v1.${body.toString('base64url')}`, place)).toThrow(UnsealError);
  });
});

it('rejects a key of another length', () => {
  expect(() => new Sealer(Buffer.alloc(16))).toThrow(/32 bytes/);
});

import { MAX_ARGUMENT_BYTES, MAX_CALL_BYTES, oversizedCall } from './call-bytes';
import { InitCall } from './chaincodes';
import { TransactionRequest } from './transaction-request';

const most = 'x'.repeat(MAX_ARGUMENT_BYTES);
const base64Of = (bytes: number): { base64: string } => ({ base64: Buffer.alloc(bytes).toString('base64') });

describe('the size of a call', () => {
  it.each([
    ['text', most],
    ['base64', base64Of(MAX_ARGUMENT_BYTES)],
  ])('may be the limit in one argument, in %s', (_, argument) => {
    expect(oversizedCall({ args: ['a', argument] })).toBeUndefined();
  });

  it.each([
    ['text', `${most}x`, 1],
    ['text of more bytes than characters', 'ä'.repeat(MAX_ARGUMENT_BYTES / 2 + 1), 2],
    ['base64', base64Of(MAX_ARGUMENT_BYTES + 1), 1],
    ['base64 without padding', base64Of(MAX_ARGUMENT_BYTES + 2), 2],
  ])('is refused past the limit of one value, in %s', (_, value, more) => {
    const refused = { bytes: MAX_ARGUMENT_BYTES + more, limit: MAX_ARGUMENT_BYTES };
    expect(oversizedCall({ args: ['a', value] })).toEqual({ path: ['args', 1], ...refused });
    expect(oversizedCall({ args: [], transient: { key: value } })).toEqual({ path: ['transient', 'key'], ...refused });
  });

  it('is refused when arguments and private input together pass theirs', () => {
    expect(oversizedCall({ args: [most], transient: { key: most } })).toBeUndefined();
    expect(oversizedCall({ args: [most, 'x'], transient: { key: most } })).toEqual({
      path: [],
      bytes: MAX_CALL_BYTES + 1,
      limit: MAX_CALL_BYTES,
    });
  });

  it.each([TransactionRequest, InitCall])('is checked where a call is described: %#', (schema) => {
    const [issue] = schema.safeParse({ fn: 'Put', args: ['a', `${most}x`] }).error?.issues ?? [];
    expect(issue).toMatchObject({ path: ['args', 1], params: { code: 'payload_too_large' } });
    expect(issue?.message).toBe('has 524289 bytes, more than the 524288 (512 KiB) that are sent');
  });
});

import { resultOf, toBytes } from './call-bytes';

describe('the result of a function', () => {
  it('is text if it is UTF-8', () => {
    expect(resultOf(Buffer.from('{"a":"ä\u0000"}'))).toEqual({ result: '{"a":"ä\u0000"}' });
    expect(resultOf(Buffer.alloc(0))).toEqual({ result: '' });
  });

  it('keeps a byte order mark', () => {
    expect(resultOf(Buffer.from('\ufeffa'))).toEqual({ result: '\ufeffa' });
  });

  it('preserves bytes that text cannot represent', () => {
    const bytes = Buffer.from([0, 1, 2, 255, 254]);
    const { resultBase64 = '' } = resultOf(bytes);
    expect(Buffer.from(resultBase64, 'base64')).toEqual(bytes);
  });
});

it('sends text unchanged, and base64 as decoded bytes', () => {
  expect(toBytes('AAEC')).toBe('AAEC');
  expect(toBytes({ base64: 'AAEC//4=' })).toEqual(Buffer.from([0, 1, 2, 255, 254]));
});

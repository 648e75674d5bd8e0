import { payloadOf } from './payload';

describe('payloadOf', () => {
  it('is the text of bytes that are text', () => {
    expect(payloadOf(btoa('{"a":1}\n'))).toEqual({ kind: 'text', text: '{"a":1}\n' });
    expect(payloadOf('w6Q=')).toEqual({ kind: 'text', text: 'ä' });
    expect(payloadOf('')).toEqual({ kind: 'text', text: '' });
  });

  it('is the bytes where they are no text', () => {
    expect(payloadOf('AAEC//4=')).toEqual({ kind: 'bytes', base64: 'AAEC//4=', hex: '00 01 02 ff fe' });
    const seventeen = btoa(String.fromCharCode(...Array.from({ length: 17 }, () => 255)));
    expect(payloadOf(seventeen)).toMatchObject({ hex: `${Array(16).fill('ff').join(' ')}\nff` });
  });
});

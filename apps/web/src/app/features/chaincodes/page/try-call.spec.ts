import { argumentsOf, readable, withCall } from './try-call';

describe('a call', () => {
  it('takes a JSON array of strings and nothing else as raw arguments', () => {
    expect(argumentsOf('["a", "1"]')).toEqual(['a', '1']);
    expect(argumentsOf('[1]')).toBeNull();
    expect(argumentsOf('a, b')).toBeNull();
  });

  it('shows JSON indented and everything else as it came', () => {
    expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(readable('9007199254740993')).toBe('9007199254740993');
    expect(readable('plain')).toBe('plain');
  });

  it('is remembered once, newest first', () => {
    const call = (fn: string) => ({ fn, args: [] });
    const history = [call('a'), call('b'), call('a')].reduce(
      (past, next) => withCall(past, next, 2),
      withCall([], call('c'), 2),
    );
    expect(history.map(({ fn }) => fn)).toEqual(['a', 'b']);
  });
});

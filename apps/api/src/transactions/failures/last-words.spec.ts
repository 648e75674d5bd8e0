import { lastWords } from './last-words';

const trace = Array.from({ length: 200 }, (_, index) => `\t/source/file.go:${String(index)}`);

describe('the last lines of a server', () => {
  it('contain the start of a crash, not only the stack trace below', () => {
    const words = lastWords(
      ['serving', 'panic: no such thing', '', 'goroutine 34 [running]:', ...trace, ''].join('\n'),
    );
    expect(words.split('\n')[0]).toBe('panic: no such thing');
    expect(words.split('\n').at(-1)).toBe(trace.at(-1));
    expect(words.split('\n')).toHaveLength(21);
  });

  it('contain the last lines after an earlier crash', () => {
    const words = lastWords(['panic: x', ...trace, 'serving', 'leaving'].join('\n'));
    expect(words.split('\n').slice(-2)).toEqual(['serving', 'leaving']);
  });

  it('contain a short log once', () => {
    const lines = ['serving', 'panic: x', 'main.go:1'];
    expect(lastWords(lines.join('\n'))).toBe(lines.join('\n'));
  });

  it.each(['TypeError: x is undefined', 'java.lang.IllegalStateException: x', 'Exception in thread "main" x'])(
    'know %s',
    (line) => {
      expect(lastWords([line, ...trace].join('\n'))).toContain(line);
    },
  );

  it('are the end of the log if there is no crash', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${String(index)}`);
    expect(lastWords(lines.join('\n')).split('\n')).toEqual(lines.slice(30));
  });

  it('have no colours', () => {
    expect(lastWords('2026-11-28 \u001b[31merror\u001b[39m uncaughtException: x')).toBe(
      '2026-11-28 error uncaughtException: x',
    );
  });

  it('stay short', () => {
    expect(lastWords('x'.repeat(100_000)).length).toBe(200);
    expect(lastWords(Array.from({ length: 50 }, () => 'x'.repeat(500)).join('\n')).length).toBeLessThan(4_100);
    expect(lastWords('')).toBe('');
  });
});

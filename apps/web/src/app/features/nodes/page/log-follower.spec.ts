import { emptyLog, withChunk } from './log-follower';

const chunk = (text: string, offset: number) => ({ text, offset, nextOffset: offset + text.length, truncated: false });

describe('a followed log', () => {
  it('grows by what follows on', () => {
    const log = withChunk(withChunk(emptyLog, chunk('one\n', 0)), chunk('two\n', 4));
    expect(log).toEqual({ text: 'one\ntwo\n', nextOffset: 8, cut: false });
  });

  it('says that older lines exist when it begins in the middle', () => {
    expect(withChunk(emptyLog, chunk('tail\n', 100)).cut).toBe(true);
  });

  it('starts again after the file was rotated', () => {
    const log = withChunk(withChunk(emptyLog, chunk('old\n', 0)), chunk('new\n', 0));
    expect(log.text).toBe('new\n');
  });

  it('shows no terminal colours', () => {
    expect(withChunk(emptyLog, chunk('\u001b[32minfo\u001b[39m ready\n', 0)).text).toBe('info ready\n');
  });

  it('keeps whole lines when it grows too long', () => {
    const line = `${'x'.repeat(99)}\n`;
    const log = withChunk(emptyLog, chunk(line.repeat(5_000), 0));
    expect(log.cut).toBe(true);
    expect(log.text.length % 100).toBe(0);
    expect(log.text.length).toBeLessThanOrEqual(400_000);
  });
});

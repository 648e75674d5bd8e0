import { ToolOutput } from './tool-output';

function outputOf(lines: readonly string[]): readonly string[] {
  const output = new ToolOutput();
  for (const line of lines) output.take(line);
  return output.lines;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);

it('keeps a short output unchanged, without colours', () => {
  expect(outputOf(['one', '\u001b[31mtwo\u001b[0m'])).toEqual(['one', 'two']);
});

it('keeps the first and last lines of a long one, and states how many are missing', () => {
  const lines = outputOf(numbered(1_000));
  expect(lines.slice(0, 2)).toEqual(['line 0', 'line 1']);
  expect(lines).toContain('... 955 lines omitted ...');
  expect(lines.at(-1)).toBe('line 999');
});

it('keeps the first lines that mention an error, wherever they are', () => {
  const lines = [...numbered(100), 'npm error Missing: semver@7.6.0 from lock file', ...numbered(100)];
  expect(outputOf(lines)).toContain('npm error Missing: semver@7.6.0 from lock file');
});

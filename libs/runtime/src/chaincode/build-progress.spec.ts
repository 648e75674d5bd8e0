import fc from 'fast-check';
import type { Language } from '@heddle/contracts';
import type { RuntimeProgress } from '../driver';
import { BUILD_PHASES } from './build-phases';
import { BuildProgress, markerOf } from './build-progress';
import { CompiledPackages } from './go-packages';
import type { ToolCommand } from './language-builder';

const command = (name: string, more: Partial<ToolCommand> = {}): ToolCommand => ({
  command: name,
  args: [],
  env: {},
  phase: 'compile',
  remedy: '',
  ...more,
});

function building(commands: readonly ToolCommand[], language: Language = 'go') {
  const reports: RuntimeProgress[] = [];
  const progress = new BuildProgress({ language, commands, report: (one) => reports.push(one) });
  return { progress, reports, done: () => reports.map(({ done }) => done) };
}

const goBuild = () => {
  const packages = new CompiledPackages();
  return [
    command('list', { phase: 'dependencies', progress: packages.counted }),
    command('build', { progress: packages.compiled }),
  ];
};

describe('the progress of a build', () => {
  it('begins with its first command and moves with each further one', () => {
    const { progress, reports, done } = building([command('fetch', { phase: 'dependencies' }), command('compile')]);
    progress.begin(0);
    progress.begin(1);
    progress.collect();
    const [first = 0, second = 0, third = 0] = done();
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(0);
    expect(third).toBeGreaterThan(second);
    expect(third).toBeLessThan(1);
    expect(reports.map(({ message }) => message)).toEqual([
      'Build, 1 of 3: fetch',
      'Build, 2 of 3: compile',
      'Build, 3 of 3: keeping the output',
    ]);
  });

  it('moves with the packages that are compiled, and says of which lines the log is spared', () => {
    const { progress, reports } = building(goBuild());
    progress.begin(0);
    expect(progress.take('heddle: 3 packages')).toBe(true);
    progress.begin(1);
    const before = progress.done;
    expect(progress.take('internal/abi')).toBe(true);
    const after = progress.done;
    expect(progress.take('internal/abi')).toBe(true);
    expect(progress.done).toBe(after);
    expect(after).toBeGreaterThan(before);
    expect(progress.take('./main.go:4:2: undefined: missing')).toBe(false);
    expect(reports.at(-1)?.message).toBe('Build, 2 of 3: build, 25%');
  });

  it('follows a script by the lines before its commands, in their order', () => {
    const commands = [command('first'), command('second')];
    const { progress, reports } = building(commands);
    for (const line of ['$ second', ...commands.map(markerOf)]) progress.follow(line);
    expect(reports.map(({ message }) => message)).toEqual(['Build, 1 of 3: first', 'Build, 2 of 3: second']);
  });

  it('never falls and stays below 1, whatever is printed', () => {
    const said = fc.oneof(
      fc.string(),
      fc.constantFrom('$ list', '$ build', '$ ', 'heddle: 2 packages', 'heddle: 999999 packages'),
      fc.nat({ max: 40 }).map((index) => `example.com/package${String(index)}`),
    );
    const happens = fc.oneof(
      said.map((line) => ({ line })),
      fc.nat({ max: 5 }).map((begin) => ({ begin })),
      fc.constant({ collect: true }),
    );
    fc.assert(
      fc.property(fc.array(happens, { maxLength: 60 }), (all) => {
        const { progress, done } = building(goBuild());
        for (const one of all) {
          if ('begin' in one) progress.begin(one.begin);
          else if ('collect' in one) progress.collect();
          else {
            progress.follow(one.line);
            progress.take(one.line);
          }
        }
        const values = done();
        expect(values).toEqual(values.toSorted((one, other) => one - other));
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
        }
      }),
    );
  });

  it.each(['go', 'node', 'java'] as const)('gives every phase of %s its share', (language) => {
    const commands = BUILD_PHASES.map((phase) => command(phase, { phase }));
    const { progress, done } = building(commands, language);
    for (const index of commands.keys()) progress.begin(index);
    progress.collect();
    const values = done();
    expect(new Set(values).size).toBe(commands.length + 1);
  });
});

import { existsSync } from 'node:fs';
import { ROOT, fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { onLeash } from './on-leash.ts';
import { clearReport, filesOf, loadReport, reportPath, type Project } from './projects.ts';
import type { Stage } from './spec-files.ts';
import type { StageInput } from './stages.ts';
import { readReport } from './tally.ts';

/** Runs the specs of one project after those of another. */
export async function oneAfterTheOther({ projects, options, env, signal }: StageInput, stage: Stage) {
  const parts = [];
  for (const project of projects.filter((candidate) => filesOf(candidate, stage).length > 0)) {
    if (signal.aborted) break;
    await run(process.execPath, [fromRoot('tools/test/run-project.ts'), project.name, stage, ...options], {
      cwd: ROOT,
      env,
      signal,
    });
    parts.push(projectPart(project, stage));
  }
  return parts;
}

export function projectPart(project: Project, stage: Stage) {
  const report = loadReport(reportPath(project.name, stage));
  return readReport({ name: `${project.name} (${stage})`, report, files: filesOf(project, stage).length });
}

/** A folder of tests with its own jest configuration. */
interface JestFolder extends Pick<StageInput, 'env' | 'signal'> {
  readonly name: string;
  readonly folder: string;
  readonly config?: string;
  /** How many test files it has. */
  readonly files?: number;
  readonly options?: readonly string[];
}

export async function jestFolder({
  name,
  folder,
  env,
  signal,
  config = 'jest.config.cjs',
  files = 1,
  options = [],
}: JestFolder) {
  if (!existsSync(fromRoot(folder, config))) return [];
  const report = fromRoot('dist', 'test-results', `${name.replaceAll(/[^a-z0-9]+/g, '-')}.json`);
  clearReport(report);
  const args = ['--config', config, '--runInBand', '--json', '--outputFile', report, ...options];
  await onLeash('jest', args, { cwd: fromRoot(folder), minutes: 40, env, signal, report });
  return [readReport({ name, report: loadReport(report), files })];
}

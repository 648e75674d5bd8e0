import { existsSync } from 'node:fs';
import { ROOT, fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { onLeash } from './on-leash.mjs';
import { clearReport, filesOf, loadReport, reportPath } from './projects.mjs';
import { readReport } from './tally.mjs';

/**
 * Runs the specs of one project after those of another.
 * @param {import('./stages.mjs').StageInput} input
 * @param {import('./spec-files.mjs').Stage} stage
 */
export async function oneAfterTheOther({ projects, options, env, signal }, stage) {
  const parts = [];
  for (const project of projects.filter((candidate) => filesOf(candidate, stage).length > 0)) {
    if (signal.aborted) break;
    await run(process.execPath, [fromRoot('tools/test/run-project.mjs'), project.name, stage, ...options], {
      cwd: ROOT,
      env,
      signal,
    });
    parts.push(projectPart(project, stage));
  }
  return parts;
}

/**
 * @param {import('./projects.mjs').Project} project
 * @param {import('./spec-files.mjs').Stage} stage
 */
export function projectPart(project, stage) {
  const report = loadReport(reportPath(project.name, stage));
  return readReport({ name: `${project.name} (${stage})`, report, files: filesOf(project, stage).length });
}

/**
 * Runs the tests of a folder that has its own jest configuration.
 * @param {{ name: string, folder: string, env: NodeJS.ProcessEnv, signal: AbortSignal, config?: string, files?: number, options?: readonly string[] }} run
 */
export async function jestFolder({ name, folder, env, signal, config = 'jest.config.cjs', files = 1, options = [] }) {
  if (!existsSync(fromRoot(folder, config))) return [];
  const report = fromRoot('dist', 'test-results', `${name.replaceAll(/[^a-z0-9]+/g, '-')}.json`);
  clearReport(report);
  const args = ['--config', config, '--runInBand', '--json', '--outputFile', report, ...options];
  await onLeash('jest', args, { cwd: fromRoot(folder), minutes: 40, env, signal, report });
  return [readReport({ name, report: loadReport(report), files })];
}

/**
 * node tools/test/run-project.mjs <project> <fast|live|k8s|containers> [runner options]
 *
 * Runs one project's spec files of one stage and writes the runner's report to dist/test-results/<stage>.
 * The Nx target `test` of every project calls this.
 */
import { join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { runWithin } from './limit.mjs';
import { nodeTestArguments } from './node-test.mjs';
import { allProjects, clearReport, filesOf, reportPath } from './projects.mjs';

/** A run that takes longer than this is considered hung. */
const LIMIT_MINUTES = { fast: 10, live: 30, k8s: 45, containers: 30 };

/**
 * @param {import('./projects.mjs').Project} project
 * @param {import('./spec-files.mjs').Stage} stage
 * @param {readonly string[]} options
 * @returns {Promise<number>} the runner's exit code
 */
export async function runProject(project, stage, options) {
  const files = filesOf(project, stage);
  const report = reportPath(project.name, stage);
  clearReport(report);
  if (files.length === 0) return 0;
  const { command, args } = project.runner === 'jest' ? jest(stage, report) : nodeTest(project, files, report);
  return runWithin({
    command,
    args: [...args, ...options],
    cwd: fromRoot(project.folder),
    minutes: LIMIT_MINUTES[stage],
    report,
  });
}

/** Tests on real nodes mostly wait, and use separate ports, folders and namespaces. */
const SIDE_BY_SIDE = { live: '--maxWorkers=2', k8s: '--maxWorkers=2', containers: '--runInBand' };

/**
 * @param {import('./spec-files.mjs').Stage} stage
 * @param {string} report
 */
function jest(stage, report) {
  const selection =
    stage === 'fast'
      ? ['--testPathIgnorePatterns', '\\.(live|k8s)\\.spec']
      : [SIDE_BY_SIDE[stage], '--testPathPatterns', `\\.${stage}\\.spec`];
  return { command: 'jest', args: ['--config', 'jest.config.cjs', '--json', '--outputFile', report, ...selection] };
}

/**
 * @param {import('./projects.mjs').Project} project
 * @param {readonly string[]} files
 * @param {string} report
 */
function nodeTest({ folder }, files, report) {
  const paths = files.map((file) => join(fromRoot(folder), file));
  return { command: process.execPath, args: nodeTestArguments(paths, report) };
}

/**
 * @param {string | undefined} text
 * @returns {text is import('./spec-files.mjs').Stage}
 */
function isStage(text) {
  return text !== undefined && text in LIMIT_MINUTES;
}

const [name, stage, ...options] = process.argv.slice(2);
const project = allProjects().find((candidate) => candidate.name === name);
if (!project || !isStage(stage)) {
  process.stderr.write(
    'Usage: node tools/test/run-project.mjs <project> <fast|live|k8s|containers> [runner options]\n',
  );
  process.exitCode = 2;
} else {
  process.exitCode = await runProject(project, stage, options);
}

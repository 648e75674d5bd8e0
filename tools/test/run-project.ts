/**
 * node tools/test/run-project.ts <project> <fast|live|k8s|containers> [runner options]
 *
 * Runs one project's spec files of one stage and writes the runner's report to dist/test-results/<stage>.
 * The Nx target `test` of every project calls this.
 */
import { join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { runWithin } from './limit.ts';
import { nodeTestArguments } from './node-test.ts';
import { allProjects, clearReport, filesOf, reportPath, type Project } from './projects.ts';
import type { Stage } from './spec-files.ts';

/** A run that takes longer than this is considered hung. */
const LIMIT_MINUTES = { fast: 10, live: 30, k8s: 45, containers: 30 };

/** @returns the runner's exit code */
export async function runProject(project: Project, stage: Stage, options: readonly string[]): Promise<number> {
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

function jest(stage: Stage, report: string) {
  const selection =
    stage === 'fast'
      ? ['--testPathIgnorePatterns', '\\.(live|k8s)\\.spec']
      : [SIDE_BY_SIDE[stage], '--testPathPatterns', `\\.${stage}\\.spec`];
  return { command: 'jest', args: ['--config', 'jest.config.cjs', '--json', '--outputFile', report, ...selection] };
}

function nodeTest({ folder }: Project, files: readonly string[], report: string) {
  const paths = files.map((file) => join(fromRoot(folder), file));
  return { command: process.execPath, args: nodeTestArguments(paths, report) };
}

function isStage(text: string | undefined): text is Stage {
  return text !== undefined && text in LIMIT_MINUTES;
}

const [name, stage, ...options] = process.argv.slice(2);
const project = allProjects().find((candidate) => candidate.name === name);
if (!project || !isStage(stage)) {
  process.stderr.write('Usage: node tools/test/run-project.ts <project> <fast|live|k8s|containers> [runner options]\n');
  process.exitCode = 2;
} else {
  process.exitCode = await runProject(project, stage, options);
}

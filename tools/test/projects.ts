import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { specFiles, type Stage } from './spec-files.ts';
import type { RunnerReport } from './tally.ts';

/** A folder with spec files, and their runner. */
export interface Project {
  /** Its name in Nx. */
  readonly name: string;
  /** Relative to the repository. */
  readonly folder: string;
  readonly runner: 'jest' | 'node';
}

/** @returns every project of the workspace that has tests */
export function allProjects(): Project[] {
  const jest = ['libs', 'apps'].flatMap((group) =>
    readdirSync(fromRoot(group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(fromRoot(folder, 'project.json')))
      .map((folder) => project(folder)),
  );
  return [...jest, { name: 'tools', folder: 'tools', runner: 'node' }];
}

function project(folder: string): Project {
  const { name } = JSON.parse(readFileSync(fromRoot(folder, 'project.json'), 'utf8')) as { name: string };
  return { name, folder, runner: 'jest' };
}

/** The spec files of a project for one stage, relative to its source folder. */
export function filesOf({ folder, runner }: Project, stage: Stage) {
  return specFiles(runner === 'node' ? fromRoot(folder) : fromRoot(folder, 'src'), stage);
}

/** Path of a project's test report. */
export function reportPath(name: string, stage: Stage) {
  return fromRoot('dist', 'test-results', stage, `${name}.json`);
}

/** Removes an old report, so that it is not mistaken for the new one. */
export function clearReport(path: string) {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
}

/** @returns undefined when the runner wrote none */
export function loadReport(path: string): RunnerReport | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunnerReport;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

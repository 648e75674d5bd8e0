import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { specFiles } from './spec-files.mjs';

/**
 * @typedef {object} Project a folder with spec files, and their runner
 * @property {string} name its name in Nx
 * @property {string} folder relative to the repository
 * @property {'jest' | 'node'} runner
 */

/** @returns {Project[]} every project of the workspace that has tests */
export function allProjects() {
  const jest = ['libs', 'apps'].flatMap((group) =>
    readdirSync(fromRoot(group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(fromRoot(folder, 'project.json')))
      .map((folder) => project(folder)),
  );
  return [...jest, { name: 'tools', folder: 'tools', runner: 'node' }];
}

/**
 * @param {string} folder
 * @returns {Project}
 */
function project(folder) {
  const { name } = JSON.parse(readFileSync(fromRoot(folder, 'project.json'), 'utf8'));
  return { name, folder, runner: 'jest' };
}

/**
 * The spec files of a project for one stage, relative to its source folder.
 * @param {Project} project
 * @param {import('./spec-files.mjs').Stage} stage
 */
export function filesOf({ folder, runner }, stage) {
  return specFiles(runner === 'node' ? fromRoot(folder) : fromRoot(folder, 'src'), stage);
}

/**
 * Path of a project's test report.
 * @param {string} name
 * @param {import('./spec-files.mjs').Stage} stage
 */
export function reportPath(name, stage) {
  return fromRoot('dist', 'test-results', stage, `${name}.json`);
}

/**
 * Removes an old report, so that it is not mistaken for the new one.
 * @param {string} path
 */
export function clearReport(path) {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
}

/**
 * @param {string} path
 * @returns {import('./tally.mjs').RunnerReport | undefined} undefined when the runner wrote none
 */
export function loadReport(path) {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

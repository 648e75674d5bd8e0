import { join } from 'node:path';

/**
 * The files that start a program: `main` and what the project's build command names besides.
 * @param {string} folder the application's src folder
 * @param {readonly string[]} names file names without their ending
 * @returns {Record<string, string>} output name to source path
 */
export function entryFiles(folder, names) {
  return Object.fromEntries([...new Set(['main', ...names])].map((name) => [name, join(folder, `${name}.ts`)]));
}

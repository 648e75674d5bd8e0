import { join } from 'node:path';

/**
 * The entry points: `main`, and the entries that the project's build command names.
 * @param {string} folder the application's src folder
 * @param {readonly string[]} names file names without extension
 * @returns {Record<string, string>} output name to source path
 */
export function entryFiles(folder, names) {
  return Object.fromEntries([...new Set(['main', ...names])].map((name) => [name, join(folder, `${name}.ts`)]));
}

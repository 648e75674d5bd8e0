import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { run } from '../../lib/run.mjs';
import { file, folder } from './tree.mjs';

/** PATH of images that do not set one. */
export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Identifies a file's content without reading it.
 * @param {string} path
 */
export function stamp(path) {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

/**
 * @param {readonly string[]} programs and libraries
 * @returns {Promise<string[]>} paths of the libraries that they need, including the loader
 */
export async function sharedLibraries(programs) {
  const paths = new Set();
  for (const program of programs) {
    const { stdout } = await run('ldd', [program], { output: 'capture' });
    for (const [, path] of stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)) paths.add(path);
  }
  return [...paths].sort();
}

/**
 * Libraries at the same paths as on the machine.
 * @param {readonly string[]} libraries
 */
export function libraryEntries(libraries) {
  const parents = [...new Set(libraries.flatMap((path) => ancestors(dirname(path))))].sort();
  return [...parents.map((path) => folder(path)), ...libraries.map((path) => file(path, path))];
}

/** @param {string} path */
function ancestors(path) {
  const parts = path.split('/').slice(1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

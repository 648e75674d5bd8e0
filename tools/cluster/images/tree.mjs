import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What is in an image's layer, by absolute path. Parents come before what is in them.
 * @typedef {{ path: string, mode: number } & ({ type: 'folder' } | { type: 'file', source: string } | { type: 'text', content: string } | { type: 'link', target: string })} Entry
 */

/** @param {string} path @returns {Entry} */
export const folder = (path, mode = 0o755) => ({ type: 'folder', path, mode });
/** @param {string} path @param {string} source @returns {Entry} */
export const file = (path, source, mode = 0o755) => ({ type: 'file', path, source, mode });
/** @param {string} path @param {string} content @returns {Entry} */
export const text = (path, content, mode = 0o644) => ({ type: 'text', path, content, mode });
/** @param {string} path @param {string} target @returns {Entry} */
export const link = (path, target) => ({ type: 'link', path, target, mode: 0o777 });

/**
 * A folder of the machine with everything in it.
 * @param {string} path in the image
 * @param {string} source on the machine
 * @param {(relative: string) => boolean} [wanted]
 * @returns {Entry[]}
 */
export function copyOf(path, source, wanted = () => true) {
  return [folder(path), ...below({ path, source, wanted }, '')];
}

/**
 * @param {{ path: string, source: string, wanted: (relative: string) => boolean }} copy
 * @param {string} relative
 * @returns {Entry[]}
 */
function below(copy, relative) {
  const children = readdirSync(join(copy.source, relative)).sort();
  return children
    .map((name) => join(relative, name))
    .filter(copy.wanted)
    .flatMap((child) => {
      const [path, source] = [join(copy.path, child), join(copy.source, child)];
      const stat = lstatSync(source);
      if (stat.isSymbolicLink()) return [link(path, readlinkSync(source))];
      return stat.isDirectory() ? [folder(path), ...below(copy, child)] : [file(path, source, stat.mode & 0o777)];
    });
}

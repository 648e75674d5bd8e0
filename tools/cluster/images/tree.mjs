import { lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { dirname, join, relative as pathBetween, resolve } from 'node:path';

/**
 * An entry of an image's layer, by absolute path. Parents come before their children.
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
 * A folder of the machine with its content. Links that lead out of it are replaced with their targets; broken links are
 * left out.
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
      const target = lstatSync(source).isSymbolicLink() ? readlinkSync(source) : undefined;
      if (target !== undefined && staysWithin(copy.source, source, target)) return [link(path, target)];
      const stat = statSync(source, { throwIfNoEntry: false });
      if (stat === undefined) return [];
      return stat.isDirectory() ? [folder(path), ...below(copy, child)] : [file(path, source, stat.mode & 0o777)];
    });
}

/**
 * Whether a link resolves to the same file wherever the folder is.
 * @param {string} root
 * @param {string} source the link
 * @param {string} target
 */
function staysWithin(root, source, target) {
  if (target.startsWith('/')) return false;
  return !pathBetween(root, resolve(dirname(source), target)).startsWith('..');
}

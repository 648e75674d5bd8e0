import { lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { dirname, join, relative as pathBetween, resolve } from 'node:path';

/** An entry of an image's layer, by absolute path. Parents come before their children. */
export type Entry = { path: string; mode: number } & (
  | { type: 'folder' }
  | { type: 'file'; source: string }
  | { type: 'text'; content: string }
  | { type: 'link'; target: string }
);

export const folder = (path: string, mode = 0o755): Entry => ({ type: 'folder', path, mode });
export const file = (path: string, source: string, mode = 0o755): Entry => ({ type: 'file', path, source, mode });
export const text = (path: string, content: string, mode = 0o644): Entry => ({ type: 'text', path, content, mode });
export const link = (path: string, target: string): Entry => ({ type: 'link', path, target, mode: 0o777 });

/**
 * A folder of the machine with its content. Links that lead out of it are replaced with their targets; broken links are
 * left out.
 * @param path in the image
 * @param source on the machine
 */
export function copyOf(path: string, source: string, wanted: (relative: string) => boolean): Entry[] {
  return [folder(path), ...below({ path, source, wanted }, '')];
}

interface Copy {
  readonly path: string;
  readonly source: string;
  readonly wanted: (relative: string) => boolean;
}

function below(copy: Copy, relative: string): Entry[] {
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
 * @param source the link
 */
function staysWithin(root: string, source: string, target: string): boolean {
  if (target.startsWith('/')) return false;
  return !pathBetween(root, resolve(dirname(source), target)).startsWith('..');
}

import { lstat, readlink } from 'node:fs/promises';
import { relative } from 'node:path';
import { ifPresent } from '../file-errors';

/** One mount of a sandbox. It is omitted if `path` does not exist on this machine. */
export type Mount =
  | { readonly type: 'read' | 'write'; readonly path: string; readonly from?: string }
  /** An empty folder in memory. */
  | { readonly type: 'memory'; readonly path: string; readonly mib: number }
  | { readonly type: 'link'; readonly path: string; readonly target: string };

const BYTES_PER_MIB = 1_048_576;

/** bubblewrap's options for a mount (bwrap(1)). */
export function mountArgs(mount: Mount): string[] {
  switch (mount.type) {
    case 'read':
      return ['--ro-bind-try', mount.from ?? mount.path, mount.path];
    case 'write':
      return ['--bind', mount.from ?? mount.path, mount.path];
    case 'memory':
      return ['--size', String(mount.mib * BYTES_PER_MIB), '--tmpfs', mount.path];
    case 'link':
      return ['--symlink', mount.target, mount.path];
  }
}

export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith('../'));
}

/** A system folder as it exists here: a folder, or a link to one as in a merged `/usr`. */
export async function systemMount(path: string): Promise<Mount[]> {
  const info = await ifPresent(lstat(path));
  if (info === undefined) return [];
  return info.isSymbolicLink() ? [{ type: 'link', path, target: await readlink(path) }] : [{ type: 'read', path }];
}

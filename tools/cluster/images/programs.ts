import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { run } from '../../lib/run.mjs';
import { file, folder, type Entry } from './tree.ts';

/** PATH of images that do not set one. */
export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Identifies a file's content without reading it. */
export function stamp(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

/**
 * @param programs and libraries
 * @returns paths of the libraries that they need, including the loader
 */
export async function sharedLibraries(programs: readonly string[]): Promise<string[]> {
  const paths = new Set<string>();
  for (const program of programs) {
    const { stdout } = await run('ldd', [program], { output: 'capture' });
    for (const [, path = ''] of stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)) paths.add(path);
  }
  return [...paths].sort();
}

/** Libraries at the same paths as on the machine. */
export function libraryEntries(libraries: readonly string[]): Entry[] {
  const parents = [...new Set(libraries.flatMap((path) => ancestors(dirname(path))))].sort();
  return [...parents.map((path) => folder(path)), ...libraries.map((path) => file(path, path))];
}

function ancestors(path: string): string[] {
  const parts = path.split('/').slice(1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

import { join } from 'node:path';

/**
 * The entry points: `main`, and the entries that the project's build command names.
 * @param folder the application's src folder
 * @param names file names without extension
 * @returns output name to source path
 */
export function entryFiles(folder: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries([...new Set(['main', ...names])].map((name) => [name, join(folder, `${name}.ts`)]));
}

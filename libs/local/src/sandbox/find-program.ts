import { constants } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { isThere } from '../file-errors';

/** Where a program lies, by a PATH; undefined when it is not there. One that is named by its path is looked for there. */
export async function findProgram(
  name: string,
  { path, cwd = '/' }: { readonly path: string; readonly cwd?: string },
): Promise<string | undefined> {
  const places = name.includes('/') ? [resolve(cwd, name)] : path.split(delimiter).map((folder) => join(folder, name));
  for (const place of places) if (isAbsolute(place) && (await isThere(place, constants.X_OK))) return place;
  return undefined;
}

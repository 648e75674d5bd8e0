import { constants } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { isThere } from '../file-errors';

/** Finds a program on a PATH; undefined if it does not exist. A name with a slash is used as a path. */
export async function findProgram(
  name: string,
  { path, cwd = '/' }: { readonly path: string; readonly cwd?: string },
): Promise<string | undefined> {
  const places = name.includes('/') ? [resolve(cwd, name)] : path.split(delimiter).map((folder) => join(folder, name));
  for (const place of places) if (isAbsolute(place) && (await isThere(place, constants.X_OK))) return place;
  return undefined;
}

import { BinaryMissingError } from '@heddle/runtime';
import { PROGRAM_RELEASES, PROGRAMS, type ProgramName, type ReleaseName } from '@heddle/topology';
import { constants } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { isThere } from './file-errors';

/** Folder of each release; a release without one is searched on PATH. */
export type ProgramHomes = Readonly<Record<ReleaseName, string | undefined>>;

/** Where a program and its sample configuration are. */
export interface FoundProgram {
  readonly executable: string;
  /** Folder of the sample configurations of the same version. */
  readonly config: string;
}

function candidates(home: string | undefined): string[] {
  if (home !== undefined) return [home];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => dirname(folder));
}

/**
 * Finds a program of the catalogue: in the configured folder of its release, otherwise in the first one on PATH with the
 * program in `bin` and its sample configuration in `config` beside it, which is the layout of release archives.
 *
 * @param sample file name of the sample configuration; undefined if the program has none
 * @throws BinaryMissingError
 */
export async function findProgram(
  name: ProgramName,
  homes: ProgramHomes,
  sample: string | undefined,
): Promise<FoundProgram> {
  const { release, executable } = PROGRAMS[name].machine;
  const searched = candidates(homes[release]);
  for (const folder of searched) {
    const found = { executable: join(folder, 'bin', executable), config: join(folder, 'config') };
    const complete =
      (await isThere(found.executable, constants.X_OK)) &&
      (sample === undefined || (await isThere(join(found.config, sample), constants.R_OK)));
    if (complete) return found;
  }
  throw new BinaryMissingError(
    executable,
    searched.map((folder) => join(folder, 'bin')),
    { release: PROGRAM_RELEASES[release] },
  );
}

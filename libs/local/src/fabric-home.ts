import { BinaryMissingError } from '@heddle/runtime';
import { constants } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { isThere } from './file-errors';

/** Location of Fabric's programs and sample configuration. */
export interface FabricHome {
  readonly binaries: string;
  /** `core.yaml` and `orderer.yaml` of the same version. */
  readonly config: string;
}

function candidates(home: string | undefined): string[] {
  if (home !== undefined) return [home];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => dirname(folder));
}

/**
 * Finds a Fabric release: the configured folder, otherwise the first one on PATH with the program in `bin` and the
 * sample configuration in `config` beside it, which is the layout of release archives.
 *
 * @throws BinaryMissingError
 */
export async function findFabric(binary: 'peer' | 'orderer', home: string | undefined): Promise<FabricHome> {
  const searched = candidates(home);
  const sample = binary === 'peer' ? 'core.yaml' : 'orderer.yaml';
  for (const folder of searched) {
    const found = { binaries: join(folder, 'bin'), config: join(folder, 'config') };
    const complete =
      (await isThere(join(found.binaries, binary), constants.X_OK)) &&
      (await isThere(join(found.config, sample), constants.R_OK));
    if (complete) return found;
  }
  throw new BinaryMissingError(
    binary,
    searched.map((folder) => join(folder, 'bin')),
  );
}

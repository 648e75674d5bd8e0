import { VolumeFolderError, type VolumeFolder } from '@heddle/runtime';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nodeFolder, volumeFolder } from './node-folder';

/** The folder on this machine. */
export function volumePath(root: string, { chainId, name, volume, path }: VolumeFolder): string {
  return join(volumeFolder(nodeFolder(root, chainId, name), volume), path);
}

interface Copy {
  readonly root: string;
  readonly from: VolumeFolder;
  readonly to: VolumeFolder;
  readonly signal?: AbortSignal | undefined;
}

/** Copies a folder; the copy appears in one piece. Returns its path. @throws VolumeFolderError */
export async function copyVolumeFolder({ root, from, to, signal }: Copy): Promise<string> {
  const source = volumePath(root, from);
  const target = volumePath(root, to);
  const draft = `${target}.draft`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await cp(source, draft, {
      recursive: true,
      filter: () => {
        signal?.throwIfAborted();
        return true;
      },
    });
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    signal?.throwIfAborted();
    const { path, message } = error as NodeJS.ErrnoException;
    const concerned = path?.startsWith(source) === true ? from : to;
    throw new VolumeFolderError(concerned.name, concerned.path, message, error);
  }
  return target;
}

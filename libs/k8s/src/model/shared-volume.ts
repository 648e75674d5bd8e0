import type { SharedVolume } from '@heddle/contracts';
import { namespaceOf } from '../names';

/** Name of the claim by which a chain's pods mount the volume that Heddle shares with the cluster. */
export const SHARED_CLAIM = 'heddle-shared';

/** Folder of all chaincode builds on the shared volume. */
export const BUILDS_FOLDER = 'builds';

/** Folder of a finished build's program on the shared volume. */
export function buildOutputPath(buildId: string): string {
  return `${BUILDS_FOLDER}/${buildId}/output`;
}

/** The shared volume as templates receive it: one of `nfs` and `hostPath` is set. */
export interface SharedVolumeValues {
  readonly claim: string;
  /** Name of the chain's own PersistentVolume: a volume is bound to one claim only. */
  readonly volume: string;
  readonly nfs: { readonly server: string; readonly path: string } | null;
  readonly hostPath: string | null;
}

export function sharedVolumeValues(shared: SharedVolume, chainId: string): SharedVolumeValues {
  const names = { claim: SHARED_CLAIM, volume: `${namespaceOf(chainId)}-shared` };
  return shared.type === 'nfs'
    ? { ...names, nfs: { server: shared.server, path: shared.path }, hostPath: null }
    : { ...names, nfs: null, hostPath: shared.path };
}

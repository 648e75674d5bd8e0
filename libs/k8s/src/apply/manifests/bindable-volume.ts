import type { Manifest } from '@heddle/manifests';
import type { ClusterCalls } from '../requests/cluster-calls';
import type { LiveObject } from '../requests/live-object';
import { PERSISTENT_VOLUMES } from '../requests/resource-path';
import { watchUntil } from '../requests/watch-until';

/** The claims among the applied objects that name a volume, by the volume's name. */
export function claimsByVolume(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  const volumes = new Set(
    manifests.filter(({ kind }) => kind === 'PersistentVolume').map(({ metadata }) => metadata.name),
  );
  return new Map(
    manifests
      .filter(({ kind }) => kind === 'PersistentVolumeClaim')
      .map((claim) => [(claim['spec'] as { volumeName?: string } | undefined)?.volumeName ?? '', claim] as const)
      .filter(([volume]) => volumes.has(volume)),
  );
}

const isPending = ({ status }: LiveObject): boolean => {
  const { phase = 'Pending' } = (status ?? {}) as { phase?: string };
  return phase === 'Pending';
};

/**
 * Returns when Kubernetes' controller has seen a volume. A claim that is created earlier, or while it records the
 * volume, is checked again only every 15 seconds (`pvclaimbinder-sync-period`): such claims were bound after
 * 16 to 31 seconds, later ones within one second.
 */
export async function untilBindable(calls: ClusterCalls, volume: LiveObject): Promise<void> {
  if (!isPending(volume)) return;
  const { name } = volume.metadata;
  try {
    await watchUntil(calls, {
      type: PERSISTENT_VOLUMES,
      fieldSelector: `metadata.name=${name}`,
      waitingFor: ([found]) =>
        found === undefined || !isPending(found) ? null : `Volume ${name}: the cluster has not seen it yet`,
      deadline: { ms: LONGEST_WAIT_MS, error: () => new NotSeenYet(name) },
    });
  } catch (error) {
    if (!(error instanceof NotSeenYet)) throw error;
  }
}

/** The claim is created anyway, and bound a little later: only chaincode needs it. */
class NotSeenYet extends Error {}
const LONGEST_WAIT_MS = 2_000;

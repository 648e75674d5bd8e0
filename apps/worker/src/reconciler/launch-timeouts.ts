import type { WorldNode } from '../chain/chain-world';
import type { WorkerServices } from '../services';

/** A peer's count of launches in which the server did not register in time (Fabric's `core/chaincode/metrics.go`). */
export function countOf(metrics: string, packageId: string): number {
  const metric = `chaincode_launch_timeouts{chaincode="${packageId}"} `;
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(metric));
  return line === undefined ? 0 : Number(line.slice(metric.length));
}

/** Counts by the name of the peer. */
export type LaunchTimeouts = ReadonlyMap<string, number>;

export interface Launches {
  readonly packageId: string;
  readonly peers: readonly WorldNode[];
}

/** How many launches of a chaincode timed out on each of these peers since it started; without peers that do not answer. */
export async function launchTimeouts(
  { runtimes }: Pick<WorkerServices, 'runtimes'>,
  { packageId, peers }: Launches,
  signal: AbortSignal,
): Promise<LaunchTimeouts> {
  const counts = await Promise.all(
    peers.map(async ({ plan: { name }, row: { chainId } }): Promise<readonly [string, number][]> => {
      const metrics = await runtimes.metrics({ chainId, name }, signal).catch(() => undefined);
      signal.throwIfAborted();
      return metrics === undefined ? [] : [[name, countOf(metrics, packageId)]];
    }),
  );
  return new Map(counts.flat());
}

/** Peers on which a launch timed out between two looks. A count that fell is that of a peer that was restarted. */
export function timedOutSince(before: LaunchTimeouts, now: LaunchTimeouts): string[] {
  return [...now].filter(([peer, count]) => count > (before.get(peer) ?? count)).map(([peer]) => peer);
}

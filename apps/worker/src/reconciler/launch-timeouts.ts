import type { NodeRef } from '@heddle/runtime';
import type { WorkerServices } from '../services';

/** A peer's count of launches in which the server did not register in time (Fabric's `core/chaincode/metrics.go`). */
export function countOf(metrics: string, packageId: string): number {
  const metric = `chaincode_launch_timeouts{chaincode="${packageId}"} `;
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(metric));
  return line === undefined ? 0 : Number(line.slice(metric.length));
}

/** Counts by peer name. */
export type LaunchTimeouts = ReadonlyMap<string, number>;

export interface Launches {
  readonly packageId: string;
  readonly peers: readonly NodeRef[];
}

/**
 * Timed-out launches of a chaincode on each of these peers since the peer started; peers that do not answer are
 * omitted.
 */
export async function launchTimeouts(
  { runtimes }: Pick<WorkerServices, 'runtimes'>,
  { packageId, peers }: Launches,
  signal: AbortSignal,
): Promise<LaunchTimeouts> {
  const counts = await Promise.all(
    peers.map(async (peer): Promise<readonly [string, number][]> => {
      const metrics = await runtimes.metrics(peer, signal).catch(() => undefined);
      signal.throwIfAborted();
      return metrics === undefined ? [] : [[peer.name, countOf(metrics, packageId)]];
    }),
  );
  return new Map(counts.flat());
}

/** Peers on which a launch timed out between two checks. A lower count means that the peer was restarted. */
export function timedOutSince(before: LaunchTimeouts, now: LaunchTimeouts): string[] {
  return [...now].filter(([peer, count]) => count > (before.get(peer) ?? count)).map(([peer]) => peer);
}

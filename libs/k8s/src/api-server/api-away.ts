import { ClusterUnreachableError } from '../access/errors';

/** Milliseconds for which an API server is waited for: one that is upgraded or restarted is back by then. */
export const AWAY_MS = 300_000;

interface Away {
  readonly waitedMs: number;
  readonly what?: 'does not answer' | 'is busy';
  readonly cause?: unknown;
}

/** The error after waiting for a cluster's API server. */
export function awayError(cluster: string, { waitedMs, what = 'does not answer', cause }: Away): Error {
  const message = `The API server of cluster ${cluster} ${what} (${Math.round(waitedMs / 1_000)} s).`;
  const remedy = 'Test the cluster (Clusters page), bring its API server back, and retry.';
  return new ClusterUnreachableError(message, { remedy, cause });
}

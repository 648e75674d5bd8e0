/** Delay of restarts for a node that keeps dying. Times in milliseconds. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** A process that ran this long was healthy: the count restarts. */
  readonly healthyMs: number;
}

export const DEFAULT_BACKOFF: BackoffOptions = { firstMs: 1_000, maxMs: 60_000, healthyMs: 60_000 };

/** Milliseconds between the start of a process that died and the next start; the first death causes no delay. */
export function backoffMs(failures: number, { firstMs, maxMs }: BackoffOptions): number {
  return failures === 0 ? 0 : Math.min(maxMs, firstMs * 2 ** (failures - 1));
}

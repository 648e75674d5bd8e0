/** How the next try of a node that keeps dying is put off. Times in milliseconds. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** A process that lived this long was healthy: counting starts from zero. */
  readonly healthyMs: number;
}

export const DEFAULT_BACKOFF: BackoffOptions = { firstMs: 1_000, maxMs: 60_000, healthyMs: 60_000 };

/** Milliseconds between the start of a process that died and the next one; the first death is answered at once. */
export function backoffMs(failures: number, { firstMs, maxMs }: BackoffOptions): number {
  return failures === 0 ? 0 : Math.min(maxMs, firstMs * 2 ** (failures - 1));
}

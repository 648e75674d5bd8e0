export interface Freshness {
  /** Milliseconds; at 0 everything is too old. */
  readonly maxAgeMs: number;
  /** From 0 to 1: spreads the times at which the values of several nodes become too old. */
  readonly phase: number;
}

/** Whether a value is too old at a time. No value is older than the limit. */
export function isTooOld(at: number, now: number, { maxAgeMs, phase }: Freshness): boolean {
  const period = (time: number) => Math.floor(time / maxAgeMs + phase);
  return maxAgeMs === 0 || period(at) !== period(now);
}

const CLOCK_SKEW_MS = 5 * 60_000;

/** When a certificate issued now begins to be valid: a little before, for machines whose clocks differ. */
export function validFrom(now: Date): Date {
  return new Date(now.getTime() - CLOCK_SKEW_MS);
}

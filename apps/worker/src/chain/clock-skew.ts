const CLOCK_SKEW_MS = 5 * 60_000;

/** Start of a new certificate's validity: slightly in the past, because clocks of machines differ. */
export function validFrom(now: Date): Date {
  return new Date(now.getTime() - CLOCK_SKEW_MS);
}

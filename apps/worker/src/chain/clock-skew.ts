/** Certificates are valid from a little before now, for machines whose clocks differ. */
export const CLOCK_SKEW_MS = 5 * 60_000;

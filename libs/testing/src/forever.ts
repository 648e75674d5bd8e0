/** Milliseconds, longer than a test may take: the limit of a wait that something else must end. */
export const FOREVER_MS = 600_000;

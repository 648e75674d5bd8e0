/** How long steps wait for what should come, in milliseconds. */
export interface Limits {
  /** Until a channel's orderers must have joined it and elected a leader. */
  readonly leaderMs: number;
}

export const DEFAULT_LIMITS: Limits = { leaderMs: 30_000 };

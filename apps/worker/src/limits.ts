/** How long steps wait for what should come, in milliseconds. */
export interface Limits {
  /** Until a channel's orderers must have joined it and elected a leader. */
  readonly leaderMs: number;
  /** Until a new chaincode server must have registered once on a stream that is opened as a peer does. */
  readonly registrationMs: number;
}

export const DEFAULT_LIMITS: Limits = { leaderMs: 30_000, registrationMs: 45_000 };

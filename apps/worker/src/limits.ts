/** How long steps wait for what should come, in milliseconds. */
export interface Limits {
  /** Until a channel's orderers must have joined it and elected a leader. */
  readonly leaderMs: number;
  /** Until a new chaincode server must have registered once on a stream that is opened as a peer does. */
  readonly registrationMs: number;
  /**
   * Until a server that registered once must register on another stream. Peers wait a little longer, which leaves them
   * time to connect (`CORE_CHAINCODE_STARTUPTIMEOUT`).
   */
  readonly launchMs: number;
  /** Between two looks at a chaincode server that goes on running; one that was started again is looked at once. */
  readonly serverLookMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  leaderMs: 30_000,
  registrationMs: 45_000,
  launchMs: 10_000,
  serverLookMs: 60_000,
};

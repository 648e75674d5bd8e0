/** Time limits of steps in milliseconds. */
export interface Limits {
  /** For a channel's orderers to join it and elect a leader. */
  readonly leaderMs: number;
  /** For a new chaincode server to register once on a stream that is opened in the way of a peer. */
  readonly registrationMs: number;
  /**
   * For a server that registered once to register on another stream. Peers wait a little longer, which leaves them time
   * to connect (`CORE_CHAINCODE_STARTUPTIMEOUT`).
   */
  readonly launchMs: number;
  /** Between two checks of a running chaincode server; a restarted one is checked at once. */
  readonly serverLookMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  leaderMs: 30_000,
  registrationMs: 45_000,
  launchMs: 10_000,
  serverLookMs: 60_000,
};

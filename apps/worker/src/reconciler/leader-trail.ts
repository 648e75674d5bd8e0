/** Longer than raft takes to elect a leader with any tick that a chain may have, in milliseconds. */
export const ELECTION_MS = 15_000;

/** Whether a channel has been without a leader for longer than an election takes. */
export class LeaderTrail {
  #missedSince: number | undefined;

  /** @param leader undefined if none of the orderers leads */
  add(at: number, leader: string | undefined): { readonly leader: string | null; readonly leaderless: boolean } {
    if (leader !== undefined) {
      this.#missedSince = undefined;
      return { leader, leaderless: false };
    }
    this.#missedSince ??= at;
    return { leader: null, leaderless: at - this.#missedSince >= ELECTION_MS };
  }

  /** For a time in which nothing could be observed: an election that begins after it has its full time. */
  reset(): void {
    this.#missedSince = undefined;
  }
}

/** What every call to a node understands. */
export interface CallOptions {
  /** How long the whole call may take, in milliseconds. Each method states its default. */
  readonly timeout?: number;
  /** Ends the call early; it then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** Deadline of plain queries, in milliseconds. */
export const DEFAULT_QUERY_TIMEOUT = 15_000;
/** Deadline of calls that may have to wait for an election or a batch, in milliseconds. */
export const DEFAULT_SUBMIT_TIMEOUT = 60_000;

/** The instant at which a call that starts now has to be over. */
export function deadlineOf({ timeout = DEFAULT_QUERY_TIMEOUT }: CallOptions): number {
  return Date.now() + timeout;
}

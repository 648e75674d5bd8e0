/** Options of every call to a node. */
export interface CallOptions {
  /** Timeout of the whole call, in milliseconds. Each method states its default. */
  readonly timeout?: number;
  /** Cancels the call; it then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** Deadline of plain queries, in milliseconds. */
export const DEFAULT_QUERY_TIMEOUT = 15_000;
/** Deadline of calls that may have to wait for an election or a batch, in milliseconds. */
export const DEFAULT_SUBMIT_TIMEOUT = 60_000;

/** The time by which a call that starts now must be over. */
export function deadlineOf({ timeout = DEFAULT_QUERY_TIMEOUT }: CallOptions): number {
  return Date.now() + timeout;
}

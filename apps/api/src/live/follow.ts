import { setTimeout as delay } from 'node:timers/promises';
import { isAborted } from '../chaincode-events/is-aborted';

export type FollowState = 'live' | 'reconnecting';

/** An endless sequence on a ledger, and how to read it. */
export interface Followed<Item> {
  /** Succeeds once a peer answers. @throws the reason why nothing can be read */
  check(): Promise<void>;
  /** Opens it after the last processed item. */
  open(signal: AbortSignal): Promise<AsyncIterable<Item>>;
  take(item: Item): void;
  /** Whether a failure is temporary. */
  isPassing(error: unknown): boolean;
  becomes(state: FollowState): void;
}

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Interval between two attempts, in milliseconds. */
  readonly pauseMs: number;
}

/** Reads until it is aborted, across temporary failures. @throws the first permanent failure */
export async function follow<Item>(followed: Followed<Item>, { signal, pauseMs }: FollowOptions): Promise<void> {
  while (!isAborted(signal)) {
    await unlessPassing(followed, async () => {
      for await (const item of await followed.open(signal)) followed.take(item);
    });
    if (isAborted(signal)) return;
    followed.becomes('reconnecting');
    let answers = false;
    while (!answers) {
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      answers = isAborted(signal) || (await unlessPassing(followed, () => followed.check()));
    }
    followed.becomes('live');
  }
}

/** @returns false after a temporary failure */
async function unlessPassing(
  { isPassing }: Pick<Followed<never>, 'isPassing'>,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isPassing(error)) throw error;
    return false;
  }
}

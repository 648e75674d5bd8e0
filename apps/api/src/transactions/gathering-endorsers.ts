import { setTimeout as delay } from 'node:timers/promises';
import { EndorsersUnavailableError } from '@heddle/fabric';

const LIMIT_MS = 3_000;
const PAUSE_MS = 200;

export interface GatheringOptions {
  /** How long endorsers may be unknown, in milliseconds; 3,000 by default. */
  readonly limitMs?: number;
}

/**
 * Repeats a call whose endorsers are not known yet, which happens shortly after nodes have started. Such a call was not
 * endorsed, so it cannot have reached an orderer.
 */
export async function gatheringEndorsers<T>(
  call: () => Promise<T>,
  { limitMs = LIMIT_MS }: GatheringOptions = {},
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof EndorsersUnavailableError) || Date.now() >= deadline) throw error;
      await delay(PAUSE_MS);
    }
  }
}

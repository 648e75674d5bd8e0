import { setTimeout as delay } from 'node:timers/promises';
import { EndorsersUnavailableError } from '@heddle/fabric';

const LIMIT_MS = 3_000;
const PAUSE_MS = 200;

export interface GatheringOptions {
  /** How long endorsers may be missing, in milliseconds; 3,000 when not given. */
  readonly limitMs?: number;
}

/**
 * Repeats a call whose endorsers are not known yet, as happens for moments after nodes have started. Such a call was
 * not endorsed, so that nothing of it can have reached an orderer.
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

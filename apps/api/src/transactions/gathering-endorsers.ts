import { EndorsersUnavailableError } from '@heddle/fabric';
import { retry } from '@heddle/runtime';

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
export function gatheringEndorsers<T>(
  call: () => Promise<T>,
  { limitMs = LIMIT_MS }: GatheringOptions = {},
): Promise<T> {
  const isRetryable = (error: unknown) => error instanceof EndorsersUnavailableError;
  return retry(call, { pauseMs: PAUSE_MS, timeoutMs: limitMs, isRetryable });
}

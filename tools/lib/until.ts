import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from './say.mjs';

export interface UntilOptions {
  readonly seconds: number;
  readonly remedy: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Polls until a condition holds.
 * @param what the subject of "did not become ready within N seconds"
 */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  { seconds, remedy, signal }: UntilOptions,
): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await holds())) {
    if (signal?.aborted) throw new ToolError('Stopped on request.', 'Everything that was started has been removed.');
    if (Date.now() > end) throw new ToolError(`${what} did not become ready within ${seconds} seconds.`, remedy);
    await delay(50);
  }
}

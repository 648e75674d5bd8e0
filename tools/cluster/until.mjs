import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from '../lib/say.mjs';

/**
 * Waits until something is so, asking again and again.
 * @param {string} what as in: did not come within a minute
 * @param {() => Promise<boolean>} isSo
 * @param {{ seconds: number, remedy: string, signal?: AbortSignal }} options
 */
export async function until(what, isSo, { seconds, remedy, signal }) {
  const end = Date.now() + seconds * 1_000;
  while (!(await isSo())) {
    if (signal?.aborted) throw new ToolError('Stopped on request.', 'Nothing is left of what had begun.');
    if (Date.now() > end) throw new ToolError(`${what} did not come within ${seconds} seconds.`, remedy);
    await delay(50);
  }
}

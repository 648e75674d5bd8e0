import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from '../lib/say.mjs';

/**
 * Polls until a condition holds.
 * @param {string} what the subject of "did not become ready within N seconds"
 * @param {() => Promise<boolean>} holds
 * @param {{ seconds: number, remedy: string, signal?: AbortSignal }} options
 */
export async function until(what, holds, { seconds, remedy, signal }) {
  const end = Date.now() + seconds * 1_000;
  while (!(await holds())) {
    if (signal?.aborted) throw new ToolError('Stopped on request.', 'Everything that was started has been removed.');
    if (Date.now() > end) throw new ToolError(`${what} did not become ready within ${seconds} seconds.`, remedy);
    await delay(50);
  }
}

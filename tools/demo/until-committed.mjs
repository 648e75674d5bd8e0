import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from '../lib/say.mjs';

const PATIENCE_MS = 15_000;
const POLL_MS = 100;

/**
 * Reads data that another organization has just written. An invoke succeeds once a peer of its own organization has the
 * block. Peers of other organizations receive it a moment later, on a busy machine after a second or two.
 * @template T
 * @param {() => Promise<T>} read
 * @param {number} [patienceMs]
 * @returns {Promise<T>}
 */
export async function untilCommitted(read, patienceMs = PATIENCE_MS) {
  for (const end = Date.now() + patienceMs; ; await delay(POLL_MS)) {
    try {
      return await read();
    } catch (error) {
      if (!isNotThereYet(error) || Date.now() > end) throw error;
    }
  }
}

/** @param {unknown} error whether the API's error holds the sample chaincodes' message */
function isNotThereYet(error) {
  return error instanceof ToolError && /does not exist|has no private details/.test(error.message);
}

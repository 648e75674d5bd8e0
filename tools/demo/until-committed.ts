import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 15_000;
const POLL_MS = 100;

/**
 * Reads data that another organization has just written. An invoke succeeds once a peer of its own organization has the
 * block. Peers of other organizations receive it a moment later, on a busy machine after a second or two.
 */
export async function untilCommitted<T>(read: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  for (const end = Date.now() + patienceMs; ;) {
    try {
      return await read();
    } catch (error) {
      if (!isNotThereYet(error) || Date.now() > end) throw error;
    }
    await delay(POLL_MS);
  }
}

/** @param error whether the API's error holds the sample chaincodes' message */
function isNotThereYet(error: unknown) {
  return error instanceof Error && /does not exist|has no private details/.test(error.message);
}

import { poll } from '@heddle/runtime';

/** Waits for a condition; fails after four minutes. */
export async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  if (await poll(condition, { pauseMs: 20, timeoutMs: 240_000 })) return;
  throw new Error(`Timed out waiting until ${what}.`);
}

import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 40;

/** Waits until a condition returns a value; fails with a description of what was waited for. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined | false>,
  limitMs = 60_000,
): Promise<Value> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Waited ${limitMs / 1_000} s in vain for ${what}.`);
    await delay(POLL_MS);
  }
}

import { setTimeout as delay } from 'node:timers/promises';

/** Bounds of the interval between two looks, which is a twentieth of the time waited so far. */
const SHORTEST_MS = 20;
const LONGEST_MS = 500;

/** Waits until a condition returns a value; fails with a description of what was waited for. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined | false>,
  limitMs = 60_000,
): Promise<Value> {
  const begun = Date.now();
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    const waited = Date.now() - begun;
    if (waited > limitMs) throw new Error(`Waited ${limitMs / 1_000} s in vain for ${what}.`);
    await delay(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, waited / 20)));
  }
}

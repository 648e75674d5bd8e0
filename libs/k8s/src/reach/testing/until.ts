import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until there is a result; fails after half a minute. */
export async function until<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`still not so after 30 s: ${ask.toString()}`);
    await sleep(100);
  }
}

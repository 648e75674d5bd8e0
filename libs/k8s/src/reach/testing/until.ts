import { poll } from '@heddle/runtime';

/** Polls until there is a result; fails after half a minute. */
export async function until<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const answer = await poll(ask, { pauseMs: 100, timeoutMs: 30_000 });
  if (answer !== undefined) return answer;
  throw new Error(`still not so after 30 s: ${ask.toString()}`);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { api } from '@heddle/contracts';
import { fromRoot } from '../lib/root.mjs';
import { say } from '../lib/say.mjs';
import type { Part } from '../test/tally.ts';
import { onGround, type Ground } from './ground.ts';
import { addEvents, noFindings, partOf } from './report.ts';
import { runSchemathesis } from './run-schemathesis.ts';

/** Sends the same requests each time, so that a finding of CI can be reproduced. */
const SHORT = { seed: 1, examples: 3, phases: ['coverage', 'fuzzing', 'stateful'] };
/**
 * The rounds of a long run after the first; the requests of the coverage phase do not depend on the seed. Each round ends
 * before its access token expires.
 */
const MORE = { examples: 40, phases: ['fuzzing', 'stateful'] };
/** A long run ends after this number of requests or of rounds; two rounds run at a time. */
const LONG = { requests: 20_000, rounds: 12, atOnce: 2 };

export interface FuzzOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly long: boolean;
}

/** Sends requests that the API's OpenAPI document allows and forbids, and checks each answer against it. */
export async function fuzzParts({ long, ...context }: FuzzOptions): Promise<Part[]> {
  const findings = noFindings();
  const began = performance.now();
  await onGround(context, async (ground) => {
    const round = async (seed: number) => {
      const { events, output } = await runSchemathesis(ground, seed === 1 ? SHORT : { ...MORE, seed }, context);
      addEvents(findings, events);
      keepOutput(seed, output);
      say(`Round ${seed}: ${findings.requests} requests so far`);
    };
    let seed = 0;
    const last = long ? LONG.rounds : 1;
    const oneAfterTheOther = async () => {
      while (seed < last && findings.requests < LONG.requests && !context.signal.aborted) await round((seed += 1));
    };
    await Promise.all(Array.from({ length: LONG.atOnce }, oneAfterTheOther));
    for (const operation of await operationsThatRan(ground)) findings.others.add(`${operation} must not run`);
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`${findings.requests} requests to ${findings.routes.size} routes in ${seconds} s`);
  return [partOf(findings)];
}

/** Requested operations must stay queued. Returns those that ran, except those that created the target. */
async function operationsThatRan({ session, known }: Ground): Promise<string[]> {
  const found = await Promise.all(
    (['running', 'succeeded', 'failed'] as const).map((state) =>
      session.client.all(api.operations.list, { query: { limit: 200, state } }),
    ),
  );
  return found
    .flat()
    .filter(({ id }) => !known['operationId']?.includes(id))
    .map(({ kind, state, id }) => `operation ${kind} ${id} (${state})`);
}

/** Writes the output of a round, with a command that reproduces each finding. */
function keepOutput(seed: number, output: string): void {
  const file = fromRoot('dist', 'test-results', `fuzz-${seed}.log`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, output);
}

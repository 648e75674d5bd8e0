import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { say } from '../lib/say.mjs';
import { onGround } from './ground.mjs';
import { addEvents, noFindings, partOf } from './report.mjs';
import { runSchemathesis } from './run-schemathesis.mjs';

/** The same requests each time, so that what CI finds is found again. */
const SHORT = { seed: 1, examples: 3, phases: ['coverage', 'fuzzing', 'stateful'] };
/**
 * The rounds of a long run after the first; the coverage phase sends the same whatever the seed is. Each ends before its
 * access token does.
 */
const MORE = { examples: 40, phases: ['fuzzing', 'stateful'] };
/** A long run goes on until it has sent as many requests, or had as many rounds; two rounds at a time. */
const LONG = { requests: 20_000, rounds: 12, atOnce: 2 };

/**
 * Sends the API what its OpenAPI document allows and forbids, and checks each answer against it.
 * @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal, long: boolean }} input
 * @returns {Promise<import('../test/tally.mjs').Part[]>}
 */
export async function fuzzParts({ long, ...context }) {
  const findings = noFindings();
  const began = performance.now();
  await onGround(context, async (ground) => {
    const round = async (/** @type {number} */ seed) => {
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
    for (const operation of await operationsThatRan(ground)) findings.others.add(`${operation} was not to run`);
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`${findings.requests} requests to ${findings.routes.size} routes in ${seconds} s`);
  return [partOf(findings)];
}

/**
 * What was asked for must have stayed queued.
 * @param {import('./ground.mjs').Ground} ground
 * @returns {Promise<string[]>} operations that were run, but for those of the target
 */
async function operationsThatRan({ session, known }) {
  const pages = await Promise.all(
    ['running', 'succeeded', 'failed'].map((state) => session.rest.get(`/operations?limit=200&state=${state}`)),
  );
  return pages
    .flatMap(({ items }) => items)
    .filter(({ id }) => !known['operationId']?.includes(id))
    .map(({ kind, state, id }) => `operation ${kind} ${id} (${state})`);
}

/**
 * The whole output of a round, with a command to send each finding again.
 * @param {number} seed
 * @param {string} output
 */
function keepOutput(seed, output) {
  const file = fromRoot('dist', 'test-results', `fuzz-${seed}.log`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, output);
}

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { lastLines, run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';

/** What the settings take from what is known. */
const DICTIONARIES = ['path', 'fn', 'organization', 'sourceId'];

/**
 * @typedef {object} Round
 * @property {number} seed decides what is sent
 * @property {number} examples most requests for each route and phase, besides those of the coverage phase
 * @property {readonly string[]} phases
 */

/**
 * Sends requests to the whole API in the name of an administrator.
 * @param {import('./ground.mjs').Ground} ground
 * @param {Round} round
 * @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal }} context
 * @returns {Promise<{ events: string, output: string }>} what it reported, line by line in JSON, and what it printed
 */
export async function runSchemathesis({ url, folder, session, known }, { seed, examples, phases }, { env, signal }) {
  const own = join(folder, `round-${seed}`);
  mkdirSync(own);
  // Access tokens are short-lived.
  await session.rest.signIn();
  const config = join(own, 'schemathesis.toml');
  writeFileSync(config, configuration(session.rest.token, known), { mode: 0o600 });
  copyFileSync(fromRoot('tools', 'fuzz', 'hooks.py'), join(own, 'hooks.py'));
  const report = join(own, 'events.ndjson');
  const what = ['--seed', String(seed), '--max-examples', String(examples), '--phases', phases.join(',')];
  const reports = ['--report', 'ndjson', '--report-ndjson-path', report];
  // One thread: with more of them, Python 3.11 fails now and then, in what it compiles deep in a recursion.
  const { code, stdout, stderr } = await run(
    env['SCHEMATHESIS'] ?? 'schemathesis',
    ['--config-file', config, 'run', `${url}/api/openapi.json`, '--no-color', '--workers', '1', ...what, ...reports],
    {
      cwd: own,
      env: { ...env, PYTHONHASHSEED: '0', HEDDLE_FUZZ_KNOWN: JSON.stringify(known) },
      output: 'capture',
      signal,
    },
  );
  if (existsSync(report)) return { events: readFileSync(report, 'utf8'), output: `${stdout}\n${stderr}` };
  throw new ToolError(`schemathesis did not start:\n${lastLines({ code, stdout, stderr })}`, 'Its own lines say why.');
}

/**
 * @param {string} token
 * @param {import('./target.mjs').Known} known
 */
function configuration(token, known) {
  const committed = readFileSync(fromRoot('tools', 'fuzz', 'schemathesis.toml'), 'utf8');
  // Arrays and strings of JSON are TOML as well.
  const dictionaries = DICTIONARIES.map((name) => `[dictionaries.${name}]\nvalues = ${JSON.stringify(known[name])}\n`);
  return [committed, `[auth.openapi.accessToken]\nbearer = ${JSON.stringify(token)}\n`, ...dictionaries].join('\n');
}

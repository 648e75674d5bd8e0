import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { lastLines, run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import type { Ground } from './ground.ts';
import type { Known } from './target.ts';

/** Parameters whose known values are written into the settings. */
const DICTIONARIES = ['path', 'fn', 'organization', 'sourceId'];

interface Round {
  /** Determines the requests. */
  readonly seed: number;
  /** Maximum requests for each route and phase, besides those of the coverage phase. */
  readonly examples: number;
  readonly phases: readonly string[];
}

/**
 * Sends requests to the whole API as an administrator.
 * @returns its report, line by line in JSON, and its output
 */
export async function runSchemathesis(
  { url, folder, session, known }: Ground,
  { seed, examples, phases }: Round,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<{ events: string; output: string }> {
  const own = join(folder, `round-${seed}`);
  mkdirSync(own);
  // Access tokens are short-lived.
  await session.client.renew();
  const config = join(own, 'schemathesis.toml');
  writeFileSync(config, configuration(session.client.token, known), { mode: 0o600 });
  copyFileSync(fromRoot('tools', 'fuzz', 'hooks.py'), join(own, 'hooks.py'));
  const report = join(own, 'events.ndjson');
  const what = ['--seed', String(seed), '--max-examples', String(examples), '--phases', phases.join(',')];
  const reports = ['--report', 'ndjson', '--report-ndjson-path', report];
  // One worker: with more, Python 3.11 sometimes fails when it compiles code in a deep recursion.
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
  throw new ToolError(`schemathesis did not start:\n${lastLines({ code, stdout, stderr })}`, 'See its output above.');
}

function configuration(token: string, known: Known): string {
  const committed = readFileSync(fromRoot('tools', 'fuzz', 'schemathesis.toml'), 'utf8');
  // Arrays and strings of JSON are TOML as well.
  const dictionaries = DICTIONARIES.map((name) => `[dictionaries.${name}]\nvalues = ${JSON.stringify(known[name])}\n`);
  return [committed, `[auth.openapi.accessToken]\nbearer = ${JSON.stringify(token)}\n`, ...dictionaries].join('\n');
}

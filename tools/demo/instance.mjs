import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../lib/say.mjs';
import { openInstance } from '../start/open.mjs';

/**
 * The instance to show: the running one of this data directory, else a new one.
 * @param {import('../start/settings.mjs').LaunchSettings} settings
 * @param {AbortSignal} signal
 * @returns {Promise<{ url: string, stop: (() => Promise<void>) | undefined }>} stop: only for one that was started here
 */
export async function demoInstance(settings, signal) {
  const running = await runningUrl(settings.data);
  if (running) {
    say(`Using the instance that runs on ${running}`);
    return { url: running, stop: undefined };
  }
  const { url, stop } = await openInstance(settings, signal);
  return { url, stop };
}

/**
 * The API writes its address there when it listens; a killed one leaves the file, so the address has to answer.
 * @param {string} data
 * @returns {Promise<string | undefined>}
 */
async function runningUrl(data) {
  const file = join(data, 'run', 'api.json');
  if (!existsSync(file)) return undefined;
  const { url } = JSON.parse(readFileSync(file, 'utf8'));
  const answer = fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) });
  return answer.then(
    (response) => (response.ok ? url : undefined),
    () => undefined,
  );
}

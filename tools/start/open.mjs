import { chmodSync, mkdirSync } from 'node:fs';
import { tryLock } from '../lib/lock.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { runTarget } from '../lib/nx.mjs';
import { prepare } from '../setup/index.mjs';
import { findGo } from '../setup/go.mjs';
import { fingerprint, isBuilt, stampBuild } from './build-stamp.mjs';
import { endLeftovers } from './instance.mjs';
import { launch } from './launch.mjs';
import { isFree } from './port.mjs';
import { address, launchLayout } from './settings.mjs';

/**
 * Opens the instance of a data directory: lock, leftovers of an earlier launcher, port check, set-up, build, start.
 * @param {import('./settings.mjs').LaunchSettings} settings
 * @param {AbortSignal} signal
 * @param {NodeJS.ProcessEnv} [variables] for the API and the workers, in addition to this process's environment
 * @returns {Promise<import('./launch.mjs').Running>} its `stop` also releases the lock
 */
export async function openInstance(settings, signal, variables = {}) {
  const layout = launchLayout(settings.data);
  closeToOthers(settings.data);
  const taken = tryLock(layout.lock, address(settings));
  if ('holder' in taken) {
    const { pid, note } = taken.holder;
    throw new ToolError(
      `Heddle is already running: ${note} (process ${pid}, data in ${settings.data}).`,
      'Use it, or stop it first: Ctrl-C where it runs, or npm run stop.',
    );
  }
  try {
    const left = await endLeftovers(layout.processes);
    if (left.length > 0) say(`Stopped processes of an earlier start: ${left.join(', ')}`);
    await refuseTakenPort(settings);
    const needs = [
      ...(settings.redisUrl ? [] : /** @type {const} */ (['redis'])),
      .../** @type {const} */ (['sandbox', 'fabric']),
    ];
    const env = { ...(await prepare(needs)), ...variables };
    if ((await findGo()) === undefined) say('Go is not installed: chaincode written in Go cannot be built here.');
    await buildIfChanged();
    signal.throwIfAborted();
    const running = await launch(settings, { env, print: say, signal });
    const stop = async () => {
      await running.stop();
      taken.lock.release();
    };
    return { ...running, stop };
  } catch (error) {
    taken.lock.release();
    throw error;
  }
}

/**
 * The data directory holds keys and the database. Other accounts have no access to it, whatever the umask is.
 * @param {string} data
 */
export function closeToOthers(data) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  chmodSync(data, 0o700);
}

/** @param {import('./settings.mjs').LaunchSettings} settings */
async function refuseTakenPort({ host, port }) {
  if (await isFree(host, port)) return;
  throw new ToolError(
    `Port ${port} on ${host} is taken by another program.`,
    `Stop that program, or choose another port: HEDDLE_PORT=${port + 1} npm start`,
  );
}

/** Builds when a source has changed since the last build. */
export async function buildIfChanged() {
  if (isBuilt()) return;
  const sources = fingerprint();
  say('Building the API, the workers and the console');
  if ((await runTarget('build', [])) !== 0) throw new ToolError('The build failed.', 'See its output above.');
  stampBuild(sources);
}

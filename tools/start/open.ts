import { chmodSync, mkdirSync } from 'node:fs';
import { tryLock } from '../lib/lock.mjs';
import { runTarget } from '../lib/nx.ts';
import { ToolError, say } from '../lib/say.mjs';
import { findGo } from '../setup/go.ts';
import { prepare } from '../setup/index.ts';
import { fingerprint, isBuilt, stampBuild } from './build-stamp.ts';
import { endLeftovers } from './instance.ts';
import { launch, type Running } from './launch.ts';
import { isFree } from './port.ts';
import { address, launchLayout, type LaunchSettings } from './settings.ts';

/**
 * Opens the instance of a data directory: lock, leftovers of an earlier launcher, port check, set-up, build, start.
 * @param variables for the API and the workers, in addition to this process's environment
 * @returns its `stop` also releases the lock
 */
export async function openInstance(
  settings: LaunchSettings,
  signal: AbortSignal,
  variables: NodeJS.ProcessEnv = {},
): Promise<Running> {
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
    const needs = [...(settings.redisUrl ? [] : (['redis'] as const)), ...(['sandbox', 'fabric'] as const)];
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

/** The data directory holds keys and the database. Other accounts have no access to it, whatever the umask is. */
export function closeToOthers(data: string) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  chmodSync(data, 0o700);
}

async function refuseTakenPort({ host, port }: LaunchSettings) {
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

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../lib/root.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { openInstance } from '../start/open.ts';
import type { LaunchSettings } from '../start/settings.ts';
import type { Place } from './places/place.ts';

export interface DemoInstance {
  readonly url: string;
  readonly data: string;
  /** Undefined for an instance that was running already. */
  readonly stop: (() => Promise<void>) | undefined;
}

/** The instance for the demo: the running one of this data directory, or a new one. */
export async function demoInstance(settings: LaunchSettings, place: Place, signal: AbortSignal): Promise<DemoInstance> {
  for (const data of new Set([place.data, settings.data])) {
    const running = await runningInstance(data);
    if (!running) continue;
    if (place.shared) refuseOtherFolder(running, { data, shared: place.shared });
    say(`Using the instance that runs on ${running.url}`);
    return { url: running.url, data, stop: undefined };
  }
  const variables = place.shared === undefined ? {} : { HEDDLE_SHARED: place.shared };
  const { url, stop } = await openInstance({ ...settings, data: place.data }, signal, variables);
  return { url, data: place.data, stop };
}

/** The API writes its address when it listens. A killed API leaves the file behind, so the address must also answer. */
async function runningInstance(data: string): Promise<{ url: string; pid: number } | undefined> {
  const file = join(data, 'run', 'api.json');
  if (!existsSync(file)) return undefined;
  const running = JSON.parse(readFileSync(file, 'utf8')) as { url: string; pid: number };
  const answer = fetch(`${running.url}/health/ready`, { signal: AbortSignal.timeout(3_000) });
  return answer.then(
    (response) => (response.ok ? running : undefined),
    () => undefined,
  );
}

/**
 * Builds in pods need the instance to use the same shared folder. On systems that do not show a process's environment,
 * the check is left to the user.
 */
function refuseOtherFolder(
  { url, pid }: { url: string; pid: number },
  { data, shared }: { data: string; shared: string },
) {
  const environment = `/proc/${pid}/environ`;
  if (!existsSync(environment)) {
    say(`The instance on ${url} must have been started with HEDDLE_SHARED=${shared}`);
    return;
  }
  const variables = readFileSync(environment, 'utf8').split('\0');
  const own = variables.find((line) => line.startsWith('HEDDLE_SHARED='))?.slice('HEDDLE_SHARED='.length);
  const folder = own ? resolve(ROOT, own) : data;
  if (folder === resolve(shared)) return;
  throw new ToolError(
    `The instance on ${url} keeps its shared files in ${folder}, but the cluster’s nodes mount ${shared}.`,
    `Stop it (npm run stop) and let the demo start one, start it with HEDDLE_SHARED=${shared}, or run a second one: HEDDLE_PORT=3001 HEDDLE_DATA=<another folder>.`,
  );
}

import { say } from '../lib/say.mjs';
import { firstSignIn } from '../start/first-password.ts';
import type { Running } from '../start/launch.ts';
import { openInstance } from '../start/open.ts';
import { launchLayout, launchSettings, type LaunchSettings } from '../start/settings.ts';
import { whenAskedToStop } from '../start/signals.ts';

/** Runs an instance until it is asked to stop. */
export async function start() {
  const settings = launchSettings(process.env);
  const asked = whenAskedToStop();
  let running: Running;
  try {
    running = await openInstance(settings, asked.signal);
  } catch (error) {
    asked.forget();
    if (asked.signal.aborted) return 130;
    throw error;
  }
  tellReady(running, settings);
  await asked.promise;
  say('Stopping: the API and the workers, then the nodes, then Redis');
  await running.stop();
  say('Stopped. The next start brings back the chains that were running.');
  return 0;
}

function tellReady({ url }: Running, settings: LaunchSettings) {
  say('');
  say(`Heddle is ready: ${url}`);
  for (const line of firstSignIn(settings.data, process.env)) say(line);
  say(`Logs: ${launchLayout(settings.data).logs}    Stop: Ctrl-C`);
}

import { say } from '../lib/say.mjs';
import { firstSignIn } from '../start/first-password.mjs';
import { openInstance } from '../start/open.mjs';
import { launchLayout, launchSettings } from '../start/settings.mjs';
import { whenAskedToStop } from '../start/signals.mjs';

/** Runs an instance until it is asked to stop. */
export async function start() {
  const settings = launchSettings(process.env);
  const asked = whenAskedToStop();
  /** @type {import('../start/launch.mjs').Running} */
  let running;
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

/**
 * @param {import('../start/launch.mjs').Running} running
 * @param {import('../start/settings.mjs').LaunchSettings} settings
 */
function tellReady({ url }, settings) {
  say('');
  say(`Heddle is ready: ${url}`);
  for (const line of firstSignIn(settings.data, process.env)) say(line);
  say(`Logs: ${launchLayout(settings.data).logs}    Stop: Ctrl-C`);
}

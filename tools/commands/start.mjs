import { say } from '../lib/say.mjs';
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
  say('Stopped. The next start brings the chains back that were running.');
  return 0;
}

/**
 * @param {import('../start/launch.mjs').Running} running
 * @param {import('../start/settings.mjs').LaunchSettings} settings
 */
function tellReady({ url, firstPassword }, settings) {
  const { logs, firstPassword: file } = launchLayout(settings.data);
  say('');
  say(`Heddle is ready: ${url}`);
  if (firstPassword !== undefined) {
    say(`Sign in as ${process.env['HEDDLE_ADMIN_USERNAME'] || 'admin'} with the password ${firstPassword}`);
    say(`It is shown this once and kept in ${file}: change it and delete that file.`);
  }
  say(`Logs: ${logs}    Stop: Ctrl-C`);
}

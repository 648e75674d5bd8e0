import { setTimeout as delay } from 'node:timers/promises';
import { lockHolder } from '../lib/lock.mjs';
import { say } from '../lib/say.mjs';
import { launchLayout, launchSettings } from '../start/settings.ts';

/** Stops the instance of this data directory and waits until it has ended. */
export async function stop() {
  const { lock } = launchLayout(launchSettings(process.env).data);
  const holder = lockHolder(lock);
  if (!holder) {
    say('Heddle is not running.');
    return 0;
  }
  say(`Stopping ${holder.note} (process ${holder.pid})`);
  process.kill(holder.pid, 'SIGTERM');
  while (lockHolder(lock)?.token === holder.token) await delay(100);
  say('Stopped.');
  return 0;
}

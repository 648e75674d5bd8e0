import 'reflect-metadata';
import { loadSettings } from '@heddle/config';
import { pino } from 'pino';
import { startWorker } from './worker';

const settings = loadSettings(process.env);
const log = pino({ name: 'worker', level: settings.logLevel });

const worker = await startWorker(settings, log);

let stopping: Promise<void> | undefined;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    log.info({ signal }, 'Worker stops');
    stopping ??= worker.stop().then(() => process.exit(0));
  });
}

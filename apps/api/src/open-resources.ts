import { mkdir } from 'node:fs/promises';
import { dataLayout, loadMasterKey, makeDataHome, type Settings } from '@heddle/config';
import { openDatabase, Sealer } from '@heddle/data';
import { Redis } from 'ioredis';
import { createLogger } from './logger';
import type { Resources } from './resources';

export interface OpenedResources extends Resources {
  close(): Promise<void>;
}

/**
 * Opens the database and the connection to Redis. The API also starts without Redis and reports it in /health/ready.
 */
export async function openResources(settings: Settings): Promise<OpenedResources> {
  const layout = dataLayout(settings);
  await makeDataHome(layout.root);
  await mkdir(layout.run, { recursive: true });
  const log = createLogger(settings);
  const masterKey = await loadMasterKey({ secretKey: settings.secretKey, file: layout.masterKey });
  const database = await openDatabase({ url: settings.databaseUrl });
  const redis = new Redis(settings.redis.url, { maxRetriesPerRequest: 1, connectTimeout: 2_000 });
  redis.on('error', (error) => {
    log.warn({ err: error.message }, 'redis');
  });
  const close = async (): Promise<void> => {
    redis.disconnect();
    await database.close();
  };
  return { settings, layout, log, masterKey, database, sealer: new Sealer(masterKey), redis, close };
}

import type { DataLayout, Settings } from '@heddle/config';
import type { Database, Sealer } from '@heddle/data';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** Resources that the process opens before the application starts, and closes after it ended. */
export abstract class Resources {
  abstract readonly settings: Settings;
  abstract readonly layout: DataLayout;
  abstract readonly log: Logger;
  abstract readonly masterKey: Buffer;
  abstract readonly database: Database;
  abstract readonly sealer: Sealer;
  /** For commands; subscribers use a separate connection. */
  abstract readonly redis: Redis;
}

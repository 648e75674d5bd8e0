import type { DataLayout, Settings } from '@heddle/config';
import type { Database, Sealer } from '@heddle/data';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** What the process opens before the application starts, and closes after it ended. */
export abstract class Resources {
  abstract readonly settings: Settings;
  abstract readonly layout: DataLayout;
  abstract readonly log: Logger;
  abstract readonly masterKey: Buffer;
  abstract readonly database: Database;
  abstract readonly sealer: Sealer;
  /** For commands; subscribers take a connection of their own. */
  abstract readonly redis: Redis;
}

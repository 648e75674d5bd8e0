import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Child, listens } from '../fabric/child';
import { freePorts } from '../fabric/free-ports';
import { orStop } from '../or-stop';

/** A private redis-server without persistence. */
export class TestRedis {
  readonly url: string;
  readonly #folder: string;
  readonly #port: number;
  #server: Child | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.url = `redis://127.0.0.1:${String(port)}/0`;
  }

  static async start(): Promise<TestRedis> {
    const folder = await mkdtemp(join(tmpdir(), 'heddle-redis-'));
    const [port = 0] = await freePorts(1);
    const redis = new TestRedis(folder, port);
    await orStop(redis, () => redis.up());
    return redis;
  }

  /** Starts the server (again), empty. */
  async up(): Promise<void> {
    const settings = {
      '--port': String(this.#port),
      '--bind': '127.0.0.1',
      '--save': '',
      '--appendonly': 'no',
      '--dir': this.#folder,
      '--maxmemory-policy': 'noeviction',
    };
    this.#server = await Child.start({
      name: 'redis-server',
      program: 'redis-server',
      args: Object.entries(settings).flat(),
      env: {},
      logFile: join(this.#folder, 'redis.log'),
    });
    await this.#server.until(() => listens(this.#port));
  }

  /** kill -9 */
  async kill(): Promise<void> {
    await this.#server?.stop('SIGKILL');
  }

  /** Deletes all data, as after a lost volume. */
  async flush(): Promise<void> {
    const client = new Redis(this.url);
    await client.flushall();
    client.disconnect();
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fabricHome } from '@heddle/testing';
import { bundleApp } from './bundle-app';

const run = promisify(execFile);
/** Port range of the nodes of one spec file; files run in parallel. */
const FIRST_PORT = 14_000 + (Number(process.env['JEST_WORKER_ID'] ?? 1) % 10) * 100;
const NODE_PORTS = `${FIRST_PORT}-${FIRST_PORT + 99}`;
const STOP_MS = 15_000;

export interface TestWorkerSettings {
  readonly dataDirectory: string;
  readonly databaseUrl: string;
  readonly redis: { readonly url: string };
}

/** A worker as a separate process beside the API under test. Applications do not import each other's code. */
export class TestWorker {
  private constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly child: ChildProcess,
  ) {}

  static async start({ dataDirectory, databaseUrl, redis }: TestWorkerSettings): Promise<TestWorker> {
    const folder = await bundleApp('worker', 'stop-nodes');
    const environment = {
      ...process.env,
      HEDDLE_DATA: dataDirectory,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      HEDDLE_NODE_PORTS: NODE_PORTS,
      HEDDLE_RECONCILE_MS: '250',
      HEDDLE_LOG_LEVEL: process.env['HEDDLE_LOG_LEVEL'] ?? 'silent',
      FABRIC_HOME: fabricHome(),
    };
    const child = spawn(process.execPath, ['--enable-source-maps', join(folder, 'main.mjs')], {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return new TestWorker(folder, environment, child);
  }

  /** Suspends the process: requests wait, and dead nodes stay dead. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends the worker and every node that is left. */
  async stop(): Promise<void> {
    this.thaw();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const limit = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
      clearTimeout(limit);
    }
    await run(process.execPath, [join(this.folder, 'stop-nodes.mjs')], { env: this.environment });
    await rm(this.folder, { recursive: true, force: true });
  }
}

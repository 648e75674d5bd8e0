import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fabricHome } from '@heddle/testing';

const run = promisify(execFile);
/** Below the repository, so that the bundle finds its packages; ignored by git. */
const OUT = join(__dirname, '../../../../tmp');
/** Where nodes of a spec listen unless it names a range of its own. */
const NODE_PORTS = '14000-14099';
const STOP_MS = 15_000;

export interface TestWorkerSettings {
  readonly dataDirectory: string;
  readonly databaseUrl: string;
  readonly redis: { readonly url: string };
}

/** A worker as a process of its own, beside the API that a test drives: rooms of applications know nothing of each other. */
export class TestWorker {
  private constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly child: ChildProcess,
  ) {}

  static async start(
    { dataDirectory, databaseUrl, redis }: TestWorkerSettings,
    nodePorts = NODE_PORTS,
  ): Promise<TestWorker> {
    await mkdir(OUT, { recursive: true });
    const folder = await mkdtemp(join(OUT, 'api-worker-'));
    await run(process.execPath, [join(__dirname, 'bundle-worker.mjs'), folder]);
    const environment = {
      ...process.env,
      HEDDLE_DATA: dataDirectory,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      HEDDLE_NODE_PORTS: nodePorts,
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

  /** Holds the process still: what is asked for meanwhile waits, and what dies stays dead. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends the worker and every node that is still there. */
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

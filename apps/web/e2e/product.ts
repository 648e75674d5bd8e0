import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const READY_MS = 60_000;

export interface Product {
  url: string;
  /** Holds all data of this product and goes with it. */
  folder: string;
  /** What tests show to the builds of chaincode. */
  gates: string;
  username: string;
  password: string;
  stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + READY_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else
      child.once('exit', () => {
        resolve();
      });
  });
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

/** Starts a Redis, the API and a worker on free ports, with data of their own that goes with them. */
export async function startProduct(): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'heddle-e2e-'));
  const gates = join(folder, 'gates');
  await mkdir(gates);
  const [redisPort, port] = [await freePort(), await freePort()];
  const password = 'a-password-for-this-test';
  const env = {
    ...process.env,
    HEDDLE_DATA: join(folder, 'data'),
    HEDDLE_PORT: String(port),
    HEDDLE_WEB_ROOT: join(root, 'dist/apps/web/browser'),
    HEDDLE_ADMIN_PASSWORD: password,
    HEDDLE_NODE_PORTS: '27000-27499',
    HEDDLE_LOG_LEVEL: 'warn',
    HEDDLE_SANDBOX_PATHS: [root, gates].join(delimiter),
    REDIS_URL: `redis://127.0.0.1:${String(redisPort)}/0`,
  };
  const children: ChildProcess[] = [];
  const start = (command: string, args: string[]): void => {
    children.push(spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }));
  };
  const stop = async (): Promise<void> => {
    // The worker first: nodes outlive it by design, so whatever a failed test left is ended after it.
    for (const child of children.toReversed()) {
      child.kill('SIGTERM');
      await ended(child);
    }
    const stopNodes = spawn(process.execPath, [join(root, 'dist/apps/worker/stop-nodes.js')], { cwd: root, env });
    await ended(stopNodes);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const redis = ['--port', String(redisPort), '--save', '', '--maxmemory-policy', 'noeviction', '--dir', folder];
    start('redis-server', [...redis, '--loglevel', 'warning']);
    start(process.execPath, [join(root, 'dist/apps/api/main.js')]);
    const url = `http://localhost:${String(port)}`;
    await until('the API answers', () => answers(`${url}/health/live`));
    start(process.execPath, [join(root, 'dist/apps/worker/main.js')]);
    return { url, folder, gates, username: 'admin', password, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

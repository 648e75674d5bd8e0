import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignedInClient } from '@heddle/client';
import { api as routes } from '@heddle/contracts';
import { freePorts, TestRedis } from '@heddle/testing';
import { until } from './testing/api-under-test';
import { bundleApp } from './testing/bundle-app';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../../..');
const PASSWORD = 'correct-horse-battery';

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

describe('the API as a process', () => {
  let redis: TestRedis;
  let program: string;
  let entry: string;
  let folder: string;
  let port: number;
  let env: NodeJS.ProcessEnv;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    program = await bundleApp('api');
    entry = join(program, 'main.mjs');
    redis = await TestRedis.start();
    folder = await mkdtemp(join(tmpdir(), 'heddle-api-'));
    [port = 0] = await freePorts(1);
    env = {
      HEDDLE_DATA: folder,
      HEDDLE_PORT: String(port),
      HEDDLE_LOG_LEVEL: 'silent',
      HEDDLE_ADMIN_PASSWORD: PASSWORD,
      REDIS_URL: redis.url,
    };
  });
  afterAll(async () => {
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    }
    await redis.stop();
    for (const path of [folder, program]) await rm(path, { recursive: true, force: true });
  });

  const start = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [entry], { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'ignore' });
    children.push(child);
    await until(async () => (await answer('/health/ready'))?.status === 200, 20_000);
    return child;
  };
  const answer = (path: string, init?: RequestInit): Promise<Response | undefined> =>
    fetch(`http://127.0.0.1:${String(port)}${path}`, init).catch(() => undefined);

  it('continues accepted work after kill -9, and answers a repeated request as before', async () => {
    const first = await start();
    const login = { username: 'admin', password: PASSWORD };
    const client = await SignedInClient.open({ url: `http://127.0.0.1:${String(port)}`, login });
    const body = { name: 'survivor', organizations: [{ name: 'org1' }] };
    const create = () => client.ask(routes.chains.create, { body, idempotencyKey: 'create-once' });
    const accepted = await create();
    first.kill('SIGKILL');
    await once(first, 'close');
    const second = await start();
    expect(await create()).toEqual(accepted);
    expect(JSON.parse(await readFile(join(folder, 'run/api.json'), 'utf8'))).toEqual({
      url: `http://localhost:${String(port)}`,
      pid: second.pid,
    });
    second.kill('SIGTERM');
    expect(await once(second, 'close')).toEqual([0, null]);
    await expect(readFile(join(folder, 'run/api.json'))).rejects.toThrow('ENOENT');
  });

  it('exits with one sentence and code 1 if its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const taken = String((server.address() as AddressInfo).port);
    const { code, stderr } = await run(process.execPath, [entry], { ...env, HEDDLE_PORT: taken });
    server.close();
    expect(code).toBe(1);
    expect(stderr).toBe(`Port ${taken} is taken by another program. Stop it, or set HEDDLE_PORT to a free port.\n`);
  });
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignedInClient } from '@heddle/client';
import { freePorts, TestRedis } from '@heddle/testing';
import { PASSWORD, until } from '../testing/api-under-test';
import { bundleApp } from '../testing/bundle-app';
import { headOf, rawRequest, type RawAnswer } from '../testing/raw-request';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../../../..');
const FAULTS = join(__dirname, '../testing/faulty-listeners.mjs');
const BOUNDARY = 'x';

const part = (disposition: string, content: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
const END = Buffer.from(`--${BOUNDARY}--\r\n`);
const MUCH = Buffer.alloc(3 * 1_048_576, 'a');
const FILE = 'name="file"; filename="a.go"';

describe('one request', () => {
  let redis: TestRedis;
  let program: string;
  let folder: string;
  let port: number;
  let child: ChildProcess;
  let token: string;
  let output = '';

  beforeAll(async () => {
    program = await bundleApp('api');
    redis = await TestRedis.start();
    folder = await mkdtemp(join(tmpdir(), 'heddle-api-'));
    [port = 0] = await freePorts(1);
    child = spawn(process.execPath, ['--import', FAULTS, join(program, 'main.mjs')], {
      cwd: ROOT,
      env: {
        ...process.env,
        HEDDLE_DATA: folder,
        HEDDLE_PORT: String(port),
        HEDDLE_LOG_LEVEL: 'error',
        HEDDLE_ADMIN_PASSWORD: PASSWORD,
        REDIS_URL: redis.url,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => (output += text.toString()));
    await until(async () => (await fetch(url('/health/ready')).catch(() => undefined))?.status === 200, 20_000);
    ({ token } = await SignedInClient.open({ url: url(''), login: { username: 'admin', password: PASSWORD } }));
  });
  afterAll(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await redis.stop();
    for (const path of [folder, program]) await rm(path, { recursive: true, force: true });
  });

  const url = (path: string): string => `http://127.0.0.1:${String(port)}${path}`;
  const send = (path: string, headers: Record<string, string>, ...parts: Buffer[]): Promise<RawAnswer> => {
    const length = parts.reduce((sum, { length: own }) => sum + own, 0);
    const all = { authorization: `Bearer ${token}`, 'content-length': String(length), ...headers };
    return rawRequest(port, headOf({ method: 'POST', path: `/api/v1${path}`, headers: all }), ...parts);
  };
  const upload = (...parts: Buffer[]): Promise<RawAnswer> =>
    send('/chaincode-sources', { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }, ...parts);
  const serves = async (): Promise<void> => {
    expect((await fetch(url('/health/live'))).status).toBe(200);
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  };

  it.each<[string, Buffer[]]>([
    ['two files, of 5 bytes and of 3 MB', [part(FILE, 'hello'), part(FILE, MUCH), END]],
    ['a NUL in the name of its file', [part('name="file"; filename="a\0.go"', MUCH), END]],
    [
      'a malformed header of a part',
      [Buffer.from(`--${BOUNDARY}\r\nContent-Disposition form-data\r\n\r\n`), MUCH, END],
    ],
    [
      'the file in another field, followed by more data',
      [part('name="other"; filename="a.go"', 'hello'), part(FILE, MUCH), END],
    ],
    ['no end', [part(FILE, MUCH)]],
  ])('of an upload with %s is rejected, and the API keeps running', async (_, parts) => {
    const { status } = await upload(...parts);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    await serves();
    expect(await exceptions()).toBe(0);
  });

  it('whose client disconnects during an upload does not affect the API', async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-length': '9000000' };
    const type = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    const head = headOf({ method: 'POST', path: '/api/v1/chaincode-sources', headers: { ...headers, ...type } });
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    await new Promise((sent) => socket.write(Buffer.concat([Buffer.from(head), part(FILE, MUCH)]), sent));
    socket.resetAndDestroy();
    await once(socket, 'close');
    await serves();
    expect(await exceptions()).toBe(0);
  });

  const exceptions = async (): Promise<number> => {
    const lines = (await (await fetch(url('/metrics'))).text()).split('\n');
    const counts = lines.filter((line) => line.startsWith('heddle_http_request_exceptions_total'));
    return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };

  it.each([
    ['data of the request', 500],
    ['end of the request', 500],
    ['timer', 500],
    ['rejection', 500],
    ['close of the response', 401],
  ])('that throws at: %s, answers %d, is logged and counted, and the API keeps running', async (place, status) => {
    const before = await exceptions();
    const body = JSON.stringify({ username: 'ada', password: 'wrong-wrong-wrong' });
    const answer = await send(
      '/auth/login',
      { 'x-throw': place, 'content-type': 'application/json' },
      Buffer.from(body),
    );
    expect(answer.status).toBe(status);
    await until(async () => (await exceptions()) === before + 1);
    if (status === 500) {
      const errorId = /error ([\w-]{36})/.exec(answer.body)?.[1] ?? 'none';
      await until(() => output.includes(errorId));
    }
    await serves();
  });

  it('is not blamed for an exception of the process itself, which ends the process', async () => {
    output = '';
    const closed = once(child, 'close');
    child.kill('SIGUSR2');
    expect(await closed).toEqual([1, null]);
    expect(output).toContain('Error: thrown by a test');
  });
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignedInClient } from '@heddle/client';
import type { Problem } from '@heddle/contracts';
import { freePorts, TestRedis } from '@heddle/testing';
import { PASSWORD, until } from '../testing/api-under-test';
import { bundleApp } from '../testing/bundle-app';
import { CLUSTER_TOKEN, kubeconfigFor, registration } from '../testing/kubeconfigs';

jest.setTimeout(90_000);

const ROOT = join(__dirname, '../../../..');

/** The API as a process with full logging. A secret is searched in its output and its data. */
describe('the secrets of a cluster', () => {
  let redis: TestRedis;
  let folder: string;
  let url: string;
  let child: ChildProcess;
  let log = '';
  let program = '';
  let token: string;
  beforeAll(async () => {
    program = await bundleApp('api');
    redis = await TestRedis.start();
    folder = await mkdtemp(join(tmpdir(), 'heddle-api-'));
    const [port = 0] = await freePorts(1);
    url = `http://127.0.0.1:${String(port)}`;
    const env = {
      ...process.env,
      HEDDLE_DATA: folder,
      HEDDLE_PORT: String(port),
      HEDDLE_LOG_LEVEL: 'trace',
      HEDDLE_ADMIN_PASSWORD: PASSWORD,
      REDIS_URL: redis.url,
    };
    child = spawn(process.execPath, [join(program, 'main.mjs')], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (log += text));
    }
    await until(async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.status === 200, 30_000);
    ({ token } = await SignedInClient.open({ url, login: { username: 'admin', password: PASSWORD } }));
  });
  afterAll(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    await redis.stop();
    for (const path of [folder, program]) await rm(path, { recursive: true, force: true });
  });

  const post = (path: string, body: string): Promise<Response> =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `key-${String((keys += 1))}`,
        authorization: `Bearer ${token}`,
      },
      body,
    });
  let keys = 0;
  const kept = async (): Promise<string> => {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = files.flatMap((file) =>
      file.isFile() ? [readFile(join(file.parentPath, file.name), 'latin1')] : [],
    );
    return (await Promise.all(texts)).join('\n');
  };

  it('appear in no answer, log, audit row or stored request, however a registration fails', async () => {
    const kubeconfig = kubeconfigFor('https://127.0.0.1:1');
    const pullSecrets = [{ registry: 'registry.example.org', username: 'u', password: CLUSTER_TOKEN }];
    const whole = registration('away', kubeconfig, { pullSecrets });
    const broken = `{ ${kubeconfig}`;
    const refusals = [
      ['away', JSON.stringify(whole), 'cluster_unreachable'],
      ['its JSON broken', JSON.stringify(whole).slice(0, -2), 'malformed_request'],
      ['a name that is wrong', JSON.stringify({ ...whole, name: 'Not A Name' }), 'validation_failed'],
      [
        'a field that is unknown',
        JSON.stringify({ ...whole, [CLUSTER_TOKEN.slice(0, 5)]: CLUSTER_TOKEN }),
        'validation_failed',
      ],
      ['its YAML broken', JSON.stringify(registration('away', broken)), 'kubeconfig_refused'],
      [
        'an exec plugin',
        JSON.stringify(registration('away', kubeconfigFor('https://x', { exec: { command: CLUSTER_TOKEN } }))),
        'kubeconfig_refused',
      ],
    ] as const;
    for (const [what, body, code] of refusals) {
      const answer = await post('/clusters', body);
      const text = await answer.text();
      expect([what, (JSON.parse(text) as Problem).code]).toEqual([what, code]);
      expect([what, text.includes(CLUSTER_TOKEN)]).toEqual([what, false]);
    }
    const inspected = await post('/clusters/inspect', JSON.stringify({ kubeconfig }));
    expect([inspected.status, (await inspected.text()).includes(CLUSTER_TOKEN)]).toEqual([200, false]);
    expect(log).toContain('/clusters');
    expect(log).not.toContain(CLUSTER_TOKEN);
    const files = await kept();
    expect(files).toContain('POST /clusters');
    expect(files).not.toContain(CLUSTER_TOKEN);
  });
});

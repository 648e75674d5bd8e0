import type { Workload } from '@heddle/topology';
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { promisify } from 'node:util';
import { readdir, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { localHarness, type LocalHarness } from './harness/local-harness';
import { nodeFolder } from './node/node-folder';
import { instanceOf } from './process/markers';
import { processTable } from './process/open-process-table';
import { stopAll } from './stop-all';

const TIMEOUT_MS = 60_000;
let harness: LocalHarness;
beforeEach(async () => {
  harness = await localHarness();
});
afterEach(() => harness.close());

const running = () => processTable().marked(instanceOf(harness.root));

async function runningChain(options: Parameters<LocalHarness['open']>[0] = {}) {
  const driver = await harness.open(options);
  const { chainId, workloads } = await harness.chain(driver);
  await driver.apply(workloads);
  await driver.waitUntilReady({ chainId });
  const orderer = async () => {
    const [seen] = await driver.status({ chainId, names: ['orderer0'] });
    if (seen === undefined) throw new Error('There is no orderer0.');
    return seen;
  };
  const kill = async () => {
    const { pid } = await orderer();
    process.kill(pid ?? 0, 'SIGKILL');
    while ((await orderer()).state !== 'crashed') await delay(5);
  };
  return { driver, chainId, workloads, orderer, kill };
}

async function listenOn(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('a killed node', () => {
  it(
    'is restarted with increasing delay, and its restarts are counted',
    async () => {
      const backoff = { firstMs: 400, maxMs: 10_000, healthyMs: 60_000 };
      const { driver, chainId, orderer, kill } = await runningChain({ backoff });
      await kill();
      expect((await driver.reconcile(chainId)).started).toEqual(['orderer0']);
      await kill();
      const other = await harness.open({ backoff });
      const second = await other.reconcile(chainId);
      expect(second.started).toEqual([]);
      const retryAt = second.waiting[0]?.retryAt ?? new Date(0);
      expect(retryAt.getTime()).toBeGreaterThan(Date.now());
      while (Date.now() <= retryAt.getTime()) await delay(10);
      expect((await other.reconcile(chainId)).started).toEqual(['orderer0']);
      await driver.waitUntilReady({ chainId });
      expect(await orderer()).toMatchObject({ state: 'running', restarts: 2 });
    },
    TIMEOUT_MS,
  );

  it(
    'is reported with its last log lines',
    async () => {
      const { driver, chainId, orderer, kill } = await runningChain();
      await kill();
      expect(await orderer()).toMatchObject({
        state: 'crashed',
        pid: null,
        reason: expect.stringMatching(/ended by itself: /) as string,
      });
      await expect(driver.waitUntilReady({ chainId })).rejects.toMatchObject({ code: 'node_failed', node: 'orderer0' });
    },
    TIMEOUT_MS,
  );
});

describe('a shutdown of the product', () => {
  it(
    'ends all nodes, and the next reconcile restarts those that ran',
    async () => {
      const { driver, chainId } = await runningChain();
      await driver.stop({ chainId, names: ['peer0-org1'] });
      await stopAll(harness.root);
      expect(await running()).toEqual([]);
      expect((await driver.status({ chainId })).map(({ state }) => state)).toEqual(['stopped', 'stopped']);
      expect((await driver.reconcile(chainId)).started).toEqual(['orderer0']);
      await driver.waitUntilReady({ chainId, names: ['orderer0'] });
      expect((await driver.status({ chainId })).map(({ state, restarts }) => [state, restarts])).toEqual([
        ['running', 0],
        ['stopped', 0],
      ]);
    },
    TIMEOUT_MS,
  );
});

describe('a reconcile', () => {
  it(
    'ends processes of nodes that no longer exist',
    async () => {
      const { driver, chainId } = await runningChain();
      await rm(nodeFolder(harness.root, chainId, 'orderer0').path, { recursive: true });
      await driver.reconcile(chainId);
      expect((await running()).map(({ markers }) => markers.node)).toEqual(['peer0-org1']);
    },
    TIMEOUT_MS,
  );

  it(
    'rotates full logs, and readers keep their position',
    async () => {
      const { driver, chainId } = await runningChain({ rotation: { maxBytes: 500, keep: 2 } });
      const node = { chainId, name: 'orderer0' };
      const before = await driver.logs(node, { offset: 0, tailBytes: 1, waitMs: 5_000 });
      await driver.reconcile(chainId);
      const { logs } = nodeFolder(harness.root, chainId, 'orderer0');
      expect((await readdir(logs)).sort()).toEqual(['node.0.log', 'node.log']);
      const after = await driver.logs(node, { offset: 0, tailBytes: 1, waitMs: 0 });
      expect(after.text.startsWith(before.text)).toBe(true);
      for (let round = 0; round < 3; round += 1) {
        await driver.restart(node);
        await driver.waitUntilReady({ chainId });
        await driver.reconcile(chainId);
      }
      expect((await readdir(logs)).filter((name) => name !== 'node.log')).toHaveLength(2);
      const late = await driver.logs(node, { offset: 0, tailBytes: 1, waitMs: 0 });
      expect(late.truncated).toBe(true);
      expect(late.offset).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});

it(
  'logs are plain text, and probes do not write to them',
  async () => {
    const { driver, chainId } = await runningChain();
    for (const name of ['orderer0', 'peer0-org1']) {
      const { text } = await driver.logs({ chainId, name }, { offset: 0, tailBytes: 1, waitMs: 5_000 });
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\S+ \[\S+\] /m);
      expect(text).not.toContain('\u001b');
      expect(text).not.toMatch(/handshake/);
    }
  },
  TIMEOUT_MS,
);

describe('a start that cannot succeed', () => {
  it(
    'names the port that another program uses',
    async () => {
      const driver = await harness.open();
      const { workloads, chainId } = await harness.chain(driver);
      const port = workloads.find(({ name }) => name === 'orderer0')?.ports['admin'] ?? 0;
      const server = await listenOn(port);
      try {
        await expect(driver.apply(workloads)).rejects.toMatchObject({ code: 'port_taken', port });
      } finally {
        server.close();
      }
      await driver.apply(workloads);
      await driver.waitUntilReady({ chainId });
    },
    TIMEOUT_MS,
  );

  it('skips ports that other programs use', async () => {
    const driver = await harness.open({ portRange: { first: 29_800, last: 29_803 } });
    const server = await listenOn(29_800);
    try {
      const ports = await driver.allocatePorts('one', [{ node: 'a', ports: ['x', 'y', 'z'] }]);
      expect(ports).toEqual({ a: { x: 29_801, y: 29_802, z: 29_803 } });
      await expect(driver.allocatePorts('two', [{ node: 'a', ports: ['x'] }])).rejects.toMatchObject({
        code: 'port_taken',
      });
    } finally {
      server.close();
    }
  });

  it('names the missing program and how to get it', async () => {
    const driver = await harness.open({ homes: { fabric: harness.root } });
    const { workloads } = await harness.chain(driver);
    await expect(driver.apply(workloads)).rejects.toMatchObject({
      code: 'binary_missing',
      remedy: expect.stringContaining('FABRIC_HOME') as string,
    });
    expect(await running()).toEqual([]);
  });

  it(
    'contains the last log lines of a node that exits at once',
    async () => {
      const driver = await harness.open();
      const { workloads, chainId } = await harness.chain(driver);
      const withoutCertificates = (files: Workload['files']) =>
        Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('msp/signcerts')));
      const broken = workloads.map((workload) => ({ ...workload, files: withoutCertificates(workload.files) }));
      const starting = driver.apply(broken).then(() => driver.waitUntilReady({ chainId }));
      await expect(starting).rejects.toMatchObject({
        code: 'node_failed',
        cause: expect.stringMatching(/msp/i) as string,
      });
    },
    TIMEOUT_MS,
  );
});

it(
  'a node cannot see the worker’s secrets, and only the owner can read its key files',
  async () => {
    process.env['HEDDLE_SECRET_KEY'] = 'top-secret';
    try {
      const { chainId, orderer } = await runningChain();
      const { pid } = await orderer();
      const { stdout } = await promisify(execFile)('ps', ['eww', '-p', String(pid)]);
      expect(stdout).toContain('HEDDLE_NODE=orderer0');
      expect(stdout).not.toContain('top-secret');
      const { config } = nodeFolder(harness.root, chainId, 'orderer0');
      expect((await stat(join(config, 'tls/server.key'))).mode & 0o777).toBe(0o600);
    } finally {
      delete process.env['HEDDLE_SECRET_KEY'];
    }
  },
  TIMEOUT_MS,
);

import { randomUUID } from 'node:crypto';
import { access, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RuntimeDriver } from '@heddle/runtime';
import { joinChannel } from './harness/join-channel';
import { localHarness, type LocalHarness } from './harness/local-harness';
import { nodeFolder, type NodeFolder } from './node/node-folder';
import { instanceOf } from './process/markers';
import { processTable } from './process/open-process-table';
import { hasMark, setMark } from './supervision/marks';

const TIMEOUT_MS = 60_000;
let harness: LocalHarness;
let driver: RuntimeDriver;
let chainId: string;
let orderer: NodeFolder;

beforeEach(async () => {
  harness = await localHarness();
  driver = await harness.open();
});
afterEach(() => harness.close());

async function applyOrderer(): Promise<void> {
  const chain = await harness.chain(driver);
  ({ chainId } = chain);
  orderer = nodeFolder(harness.root, chainId, 'orderer0');
  await driver.apply(chain.workloads.filter(({ name }) => name === 'orderer0'));
}

async function killOrderer(): Promise<void> {
  const marked = () => processTable().marked(instanceOf(harness.root));
  for (const { pid, markers } of await marked()) if (markers.node === 'orderer0') process.kill(pid, 'SIGKILL');
  while ((await marked()).some(({ markers }) => markers.node === 'orderer0')) await delay(5);
}

const filesOf = (path: string): Promise<string[]> => readdir(path, { recursive: true });
const blockFiles = async (): Promise<string[]> =>
  (await filesOf(orderer.volumes)).filter((path) => path.includes('blockfile_'));
const asideFolders = async (): Promise<string[]> =>
  (await readdir(orderer.path)).filter((name) => name.startsWith('aside.'));

describe('a node that received a block keeps it', () => {
  it(
    'if its chain was never ready as a whole and only its status was read',
    async () => {
      const chain = await harness.chain(driver);
      ({ chainId } = chain);
      orderer = nodeFolder(harness.root, chainId, 'orderer0');
      // A peer whose operations endpoint never answers, so that waiting for the whole chain fails.
      const unready = chain.workloads.map((workload) =>
        workload.kind === 'peer' ? { ...workload, readiness: [{ type: 'tcp', port: 'missing' }] as const } : workload,
      );
      await driver.apply(unready);
      await expect(driver.waitUntilReady({ chainId }, { timeoutMs: 3_000 })).rejects.toMatchObject({
        code: 'node_not_ready',
      });
      const seen = await driver.status({ chainId, names: ['orderer0'] });
      expect(seen).toMatchObject([{ state: 'running' }]);
      await joinChannel(orderer, 'trade');
      const kept = await blockFiles();
      expect(kept).not.toEqual([]);
      await killOrderer();
      await driver.reconcile(chainId);
      await driver.waitUntilReady({ chainId, names: ['orderer0'] });
      expect(await blockFiles()).toEqual(kept);
    },
    TIMEOUT_MS,
  );

  it(
    'if it was never observed ready',
    async () => {
      await applyOrderer();
      await driver.waitUntilReady({ chainId });
      await setMark(orderer, 'never-ready');
      await joinChannel(orderer, 'trade');
      const kept = await blockFiles();
      await killOrderer();
      await driver.reconcile(chainId);
      expect(await blockFiles()).toEqual(kept);
      expect(await asideFolders()).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

it.each(['waitUntilReady', 'status'] as const)(
  'the first %s that finds a node ready clears its never-ready mark',
  async (method) => {
    await applyOrderer();
    expect(await hasMark(orderer, 'never-ready')).toBe(true);
    if (method === 'waitUntilReady') await driver.waitUntilReady({ chainId });
    while ((await driver.status({ chainId }))[0]?.state !== 'running') await delay(20);
    expect(await hasMark(orderer, 'never-ready')).toBe(false);
  },
  TIMEOUT_MS,
);

it(
  'volumes of a node that was never ready are moved aside and deleted only during a repair',
  async () => {
    await applyOrderer();
    const [volume = ''] = await readdir(orderer.volumes);
    const name = randomUUID();
    await writeFile(join(orderer.volumes, volume, name), 'kept');
    await killOrderer();
    await driver.start({ chainId });
    await driver.waitUntilReady({ chainId });
    const [aside = ''] = await asideFolders();
    await access(join(orderer.path, aside, volume, name));
    await expect(access(join(orderer.volumes, volume, name))).rejects.toMatchObject({ code: 'ENOENT' });
    await driver.reconcile(chainId, { turn: () => Promise.resolve(undefined) });
    expect(await asideFolders()).toEqual([aside]);
    await driver.reconcile(chainId);
    expect(await asideFolders()).toEqual([]);
  },
  TIMEOUT_MS,
);

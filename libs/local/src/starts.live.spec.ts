import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleStarter, type BundledStarter } from './harness/bundled-starter';
import { localHarness, type LocalHarness } from './harness/local-harness';
import { START_STEPS } from './local-context';
import { nodeFolder } from './node/node-folder';
import { instanceOf } from './process/markers';
import { processTable } from './process/open-process-table';

const TIMEOUT_MS = 60_000;
let harness: LocalHarness;
let starter: BundledStarter;
beforeAll(async () => {
  starter = await bundleStarter();
}, TIMEOUT_MS);
afterAll(() => starter.remove());
beforeEach(async () => {
  harness = await localHarness();
});
afterEach(() => harness.close());

const running = () => processTable().marked(instanceOf(harness.root));

describe('a worker that is killed while starting nodes', () => {
  it.each(START_STEPS)(
    'after the step %s leaves a state that the next worker can repair',
    async (dieAfter) => {
      const driver = await harness.open();
      const { chainId, workloads } = await harness.chain(driver);
      expect(await starter.run({ root: harness.root, workloads, dieAfter })).toBe('SIGKILL');
      await driver.apply(workloads);
      await driver.waitUntilReady({ chainId });
      const seen = await driver.status({ chainId });
      expect((await running()).map(({ pid }) => pid).sort()).toEqual(seen.map(({ pid }) => pid).sort());
      expect(seen).toHaveLength(2);
      await driver.remove({ chainId });
      expect(await running()).toEqual([]);
      await expect(access(join(harness.root, chainId))).rejects.toMatchObject({ code: 'ENOENT' });
    },
    TIMEOUT_MS,
  );
});

describe('several starters of one node', () => {
  it(
    'in different processes start it once',
    async () => {
      const driver = await harness.open();
      const { chainId, workloads } = await harness.chain(driver);
      const plan = { root: harness.root, workloads, dieAfter: null };
      await Promise.all([starter.run(plan), starter.run(plan), starter.run(plan), driver.apply(workloads)]);
      await driver.waitUntilReady({ chainId });
      expect(await running()).toHaveLength(2);
    },
    TIMEOUT_MS,
  );

  it(
    'in one process start it once',
    async () => {
      const driver = await harness.open();
      const other = await harness.open();
      const { chainId, workloads } = await harness.chain(driver);
      await Promise.all([driver, other, driver, other].map((one) => one.apply(workloads)));
      await driver.waitUntilReady({ chainId });
      expect(await running()).toHaveLength(2);
    },
    TIMEOUT_MS,
  );

  it(
    'and a concurrent release leave nothing behind',
    async () => {
      const driver = await harness.open();
      const { chainId, workloads } = await harness.chain(driver);
      await driver.apply(workloads);
      for (const { pid } of await driver.status({ chainId })) process.kill(pid ?? 0, 'SIGKILL');
      const other = await harness.open();
      const reviving = Promise.allSettled([other.reconcile(chainId), other.reconcile(chainId)]);
      await driver.remove({ chainId });
      await reviving;
      expect(await running()).toEqual([]);
      await expect(access(join(harness.root, chainId))).rejects.toMatchObject({ code: 'ENOENT' });
    },
    TIMEOUT_MS,
  );
});

describe('a node that died', () => {
  /** The file in which each LevelDB of the peer records its current manifest. */
  async function entrances(chainId: string): Promise<string[]> {
    const folder = nodeFolder(harness.root, chainId, 'peer0-org1').volumes;
    const paths = await readdir(folder, { recursive: true });
    return paths.filter((path) => path.endsWith('/CURRENT')).map((path) => join(folder, path));
  }

  /** The state of a LevelDB whose creation was interrupted. */
  async function cutOff(chainId: string): Promise<void> {
    const found = await entrances(chainId);
    expect(found).not.toEqual([]);
    for (const path of found) await writeFile(path, 'MANIFEST-9');
  }

  it(
    'before it was ever ready starts with empty volumes, although its old data is unreadable',
    async () => {
      const driver = await harness.open();
      const { chainId, workloads } = await harness.chain(driver);
      await driver.apply(workloads);
      while ((await entrances(chainId)).length === 0) await delay(5);
      for (const { pid } of await driver.status({ chainId })) process.kill(pid ?? 0, 'SIGKILL');
      while ((await running()).length > 0) await delay(5);
      await cutOff(chainId);
      await driver.apply(workloads);
      await driver.waitUntilReady({ chainId });
      expect((await driver.status({ chainId })).map(({ state }) => state)).toEqual(['running', 'running']);
    },
    TIMEOUT_MS,
  );

  it(
    'keeps its data once it was ready, readable or not',
    async () => {
      const driver = await harness.open();
      const { chainId, workloads } = await harness.chain(driver);
      await driver.apply(workloads);
      await driver.waitUntilReady({ chainId });
      await driver.stop({ chainId });
      await cutOff(chainId);
      await driver.start({ chainId });
      await expect(driver.waitUntilReady({ chainId })).rejects.toMatchObject({ node: 'peer0-org1' });
      await driver.apply(workloads);
      await expect(driver.waitUntilReady({ chainId })).rejects.toMatchObject({ node: 'peer0-org1' });
    },
    TIMEOUT_MS,
  );
});

it(
  'a start that was killed before it wrote its process id does not block the next one',
  async () => {
    const driver = await harness.open();
    const { chainId, workloads } = await harness.chain(driver);
    for (const { name } of workloads) {
      const { run } = nodeFolder(harness.root, chainId, name);
      await mkdir(run, { recursive: true });
      await writeFile(join(run, 'pid.1'), '');
    }
    await driver.apply(workloads);
    await driver.waitUntilReady({ chainId });
    expect((await running()).map(({ markers }) => markers.generation)).toEqual([2, 2]);
  },
  TIMEOUT_MS,
);

it(
  'a process id that now belongs to another program is neither mistaken for the node nor ended',
  async () => {
    const driver = await harness.open();
    const { chainId, workloads } = await harness.chain(driver);
    await driver.apply(workloads);
    await driver.stop({ chainId });
    const { run } = nodeFolder(harness.root, chainId, 'orderer0');
    await writeFile(join(run, 'pid.2'), String(process.pid));
    await driver.stop({ chainId });
    expect((await driver.status({ chainId, names: ['orderer0'] }))[0]).toMatchObject({ state: 'stopped', pid: null });
    await driver.start({ chainId });
    expect((await driver.status({ chainId, names: ['orderer0'] }))[0]?.pid).not.toBe(process.pid);
  },
  TIMEOUT_MS,
);

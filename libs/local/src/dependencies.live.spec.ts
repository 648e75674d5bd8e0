import { setTimeout as delay } from 'node:timers/promises';
import { localHarness, type LocalHarness } from './harness/local-harness';
import { stopAll } from './stop-all';

const TIMEOUT_MS = 60_000;
let harness: LocalHarness;
beforeEach(async () => {
  harness = await localHarness();
});
afterEach(() => harness.close());

/** An orderer, and a peer that depends on it. */
async function runningChain() {
  const driver = await harness.open({ backoff: { firstMs: 1, maxMs: 1, healthyMs: 60_000 } });
  const { chainId, workloads } = await harness.chain(driver);
  const dependsOn = (kind: string) => (kind === 'peer' ? ['orderer0'] : []);
  await driver.apply(workloads.map((workload) => ({ ...workload, dependsOn: dependsOn(workload.kind) })));
  await driver.waitUntilReady({ chainId });
  const pidOf = async (name: string) => (await driver.status({ chainId, names: [name] }))[0]?.pid ?? null;
  const signal = async (name: string, sent: NodeJS.Signals) => {
    const pid = await pidOf(name);
    if (pid === null) throw new Error(`${name} does not run.`);
    process.kill(pid, sent);
    while (sent === 'SIGKILL' && (await pidOf(name)) !== null) await delay(5);
  };
  return { driver, chainId, pidOf, signal };
}

it(
  'a dead node is restarted once what it depends on is ready again',
  async () => {
    const { driver, chainId, pidOf, signal } = await runningChain();
    await signal('peer0-org1', 'SIGKILL');
    await driver.stop({ chainId, names: ['orderer0'] });
    const other = await harness.open();
    for (const worker of [driver, other]) {
      expect(await worker.reconcile(chainId)).toMatchObject({ started: [], failed: [] });
    }
    expect(await pidOf('peer0-org1')).toBeNull();
    await driver.start({ chainId, names: ['orderer0'] });
    await driver.waitUntilReady({ chainId, names: ['orderer0'] });
    while ((await driver.reconcile(chainId)).started.length === 0) await delay(5);
    await driver.waitUntilReady({ chainId });
  },
  TIMEOUT_MS,
);

describe('a node that does not end', () => {
  const GRACE_MS = 1_500;
  const stops = {
    'a stop of the chain': ({ driver, chainId }: Awaited<ReturnType<typeof runningChain>>) =>
      driver.stop({ chainId }, { graceMs: GRACE_MS }),
    'the shutdown of the product': () => stopAll(harness.root, { graceMs: GRACE_MS }),
  };

  it.each(Object.entries(stops))(
    'is killed before what it depends on is ended, by %s',
    async (_name, stop) => {
      const chain = await runningChain();
      await chain.signal('peer0-org1', 'SIGSTOP');
      const ended = new AbortController();
      const stopping = stop(chain).finally(() => {
        ended.abort();
      });
      const outlived: boolean[] = [];
      while (!ended.signal.aborted) {
        const orderer = await chain.pidOf('orderer0');
        if ((await chain.pidOf('peer0-org1')) !== null) outlived.push(orderer !== null);
        await delay(20);
      }
      await stopping;
      expect(outlived.length).toBeGreaterThan(0);
      expect(outlived).not.toContain(false);
      expect(await chain.pidOf('orderer0')).toBeNull();
    },
    TIMEOUT_MS,
  );
});

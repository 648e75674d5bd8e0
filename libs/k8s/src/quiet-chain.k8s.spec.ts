import type { ContractChain, NodeObservation } from '@heddle/runtime';
import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesRuntime } from './kubernetes-runtime';
import { ApiProxy } from './observe/testing/api-proxy';
import { CountingProxy } from './observe/testing/counting-proxy';
import { until } from './reach/testing/until';
import { kubernetesHarness, type KubernetesHarness } from './testing/kubernetes-harness';

jest.setTimeout(180_000);

let harness: KubernetesHarness;
let runtime: KubernetesRuntime;
let chain: ContractChain;

/** A chain that runs, and the way to it that a test needs. */
const start = async (api: KubernetesHarness['context']['api']) => {
  harness = await kubernetesHarness({ api });
  runtime = await harness.open();
  chain = await harness.chain(runtime);
  await runtime.apply(chain.workloads);
  await runtime.waitUntilReady({ chainId: chain.chainId });
};
const end = async () => {
  await harness.close();
  await harness.settled();
};
const status = () => runtime.status({ chainId: chain.chainId });

/** What a worker does with each chain every two seconds. */
const round = async (): Promise<NodeObservation[]> => {
  const seen = await status();
  await runtime.reconcile(chain.chainId, { workloads: () => Promise.resolve(chain.workloads) });
  return seen;
};

describe('a chain in which nothing changes', () => {
  let proxy: CountingProxy;

  beforeAll(async () => {
    const way = await CountingProxy.start();
    proxy = way.proxy;
    await start(way.api);
  });
  afterAll(async () => {
    await end();
    await proxy[Symbol.asyncDispose]();
  });

  /** Rounds until the chain has come to rest, and the kubelet has measured its containers. */
  const atRest = async () => {
    for (;;) {
      proxy.requests.length = 0;
      const seen = await round();
      const measured = seen.every(({ cpuPercent, memoryBytes }) => cpuPercent !== null && memoryBytes !== null);
      if (measured && proxy.requests.length === 0) return;
      await delay(100);
    }
  };

  it('is observed and reconciled without a request to the API server', async () => {
    await atRest();
    for (let rounds = 0; rounds < 20; rounds += 1) {
      expect(await round()).toMatchObject([
        { name: 'orderer0', state: 'running' },
        { name: 'peer0-org1', state: 'running' },
      ]);
      await runtime.events(chain.chainId);
    }
    expect(proxy.requests).toEqual([]);
  });

  it('is seen as the same process has just left it', async () => {
    for (const [change, state] of [
      ['stop', 'stopped'],
      ['start', expect.stringMatching(/starting|running/) as string],
    ] as const) {
      await runtime[change]({ chainId: chain.chainId, names: ['peer0-org1'] }, { graceMs: 1_000 });
      expect((await status()).find(({ name }) => name === 'peer0-org1')).toMatchObject({ state });
    }
  });

  it('is no longer watched after its removal', async () => {
    await status();
    await until(() => Promise.resolve(proxy.open > 0 ? true : undefined));
    await runtime.remove({ chainId: chain.chainId }, { graceMs: 1_000 });
    await until(() => Promise.resolve(proxy.open === 0 ? true : undefined));
  });
});

describe('a chain whose API server', () => {
  let proxy: ApiProxy;

  beforeAll(async () => {
    const way = await ApiProxy.start();
    proxy = way.proxy;
    await start(way.api);
  });
  afterEach(() => {
    proxy.restore();
  });
  afterAll(async () => {
    await end();
    await proxy[Symbol.asyncDispose]();
  });

  const isUnreachable = () =>
    status().then(
      () => undefined,
      (error: unknown) => error,
    );
  const recovered = () => until(() => round().catch(() => undefined));

  it('refuses connections is not observed until it is back', async () => {
    await round();
    proxy.cut('refuse');
    expect(await until(isUnreachable)).toMatchObject({ code: 'cluster_unreachable' });
    expect(await isUnreachable()).toMatchObject({ code: 'cluster_unreachable' });
    proxy.restore();
    expect(await recovered()).toMatchObject([{ state: 'running' }, { state: 'running' }]);
  });

  it('hangs with open connections is not observed until it answers again', async () => {
    await round();
    proxy.hang();
    let error: unknown;
    // That is noticed when nothing was heard for half a minute.
    while (error === undefined) error = await isUnreachable();
    expect(error).toMatchObject({ code: 'cluster_unreachable' });
    proxy.restore();
    expect(await recovered()).toMatchObject([{ state: 'running' }, { state: 'running' }]);
  });
});

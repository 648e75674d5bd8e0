import type { ContractChain } from '@heddle/runtime';
import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesRuntime } from '../../kubernetes-runtime';
import { ApiProxy } from '../../observe/testing/api-proxy';
import { kubernetesHarness, type KubernetesHarness } from '../../testing/kubernetes-harness';

jest.setTimeout(90_000);

let proxy: ApiProxy;
let harness: KubernetesHarness;
let runtime: KubernetesRuntime;
let chain: ContractChain;

beforeAll(async () => {
  const started = await ApiProxy.start();
  proxy = started.proxy;
  harness = await kubernetesHarness({ api: started.api });
  runtime = await harness.open();
  chain = await harness.chain(runtime);
});
afterAll(async () => {
  proxy.restore();
  await harness.close();
  await harness.settled();
  await proxy[Symbol.asyncDispose]();
});

const AWAY_MS = 3_000;
const SAID = expect.stringMatching(/^The cluster's API server does not answer; waiting \(\d s\)$/) as string;

/** Makes a call of which the API server receives the beginning and then nothing for some seconds. */
async function interrupted(
  call: (report: (progress: { message: string }) => void) => Promise<void>,
): Promise<string[]> {
  const messages: string[] = [];
  let isAway = false;
  const cutAtFirst = ({ message }: { message: string }) => {
    messages.push(message);
    if (isAway) return;
    isAway = true;
    proxy.cut('refuse');
    void delay(AWAY_MS).then(() => {
      proxy.restore();
    });
  };
  await call(cutAtFirst);
  return messages;
}

describe('an API server that becomes unavailable in the middle', () => {
  it('of an apply is waited for, which is reported, and the chain comes up', async () => {
    const messages = await interrupted((report) => runtime.apply(chain.workloads, { report }));
    expect(messages).toContainEqual(SAID);
    await runtime.waitUntilReady({ chainId: chain.chainId });
  });

  it('of a stop is waited for, and the nodes are down', async () => {
    const messages = await interrupted((report) =>
      runtime.stop({ chainId: chain.chainId }, { report, graceMs: 1_000 }),
    );
    expect(messages).toContainEqual(SAID);
    const states = await runtime.status({ chainId: chain.chainId });
    expect(states.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });

  it('of a release is waited for, and the whole chain is removed', async () => {
    const messages = await interrupted((report) => runtime.remove({ chainId: chain.chainId }, { report }));
    expect(messages).toContainEqual(SAID);
    expect(await runtime.status({ chainId: chain.chainId })).toEqual([]);
  });

  it('is distinguished from one that was available all the time', async () => {
    await expect(runtime.waitUntilReachable(chain.chainId)).resolves.toBe(false);
    proxy.cut('refuse');
    const messages: string[] = [];
    const report = ({ message }: { message: string }) => {
      messages.push(message);
      proxy.restore();
    };
    await expect(runtime.waitUntilReachable(chain.chainId, { report })).resolves.toBe(true);
    expect(messages).toEqual([SAID]);
  });

  it('is not waited for after the caller gave up', async () => {
    proxy.cut('refuse');
    const controller = new AbortController();
    const report = () => {
      controller.abort();
    };
    const applied = runtime.apply(chain.workloads, { signal: controller.signal, report });
    await expect(applied).rejects.toMatchObject({ name: 'AbortError' });
    proxy.restore();
  });
});

import type { ContractChain } from '@heddle/runtime';
import { freePorts } from '@heddle/testing';
import { ClusterCalls } from '../apply/requests/cluster-calls';
import { INGRESSES } from '../apply/requests/resource-path';
import type { KubernetesRuntime } from '../kubernetes-runtime';
import { namespaceOf, serviceHost } from '../names';
import { kubernetesHarness, type KubernetesHarness } from '../testing/kubernetes-harness';
import { Passthrough } from '../testing/passthrough';
import { ClusterReach } from './cluster-reach';
import { broadcast, ordererClient } from './testing/broadcast';
import { until } from './testing/until';

jest.setTimeout(120_000);

const BAD_REQUEST = 400;

let harness: KubernetesHarness;
let runtime: KubernetesRuntime;
let chain: ContractChain;
let reach: ClusterReach;
let passthrough: Passthrough;
let address: string;

beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  address = `127.0.0.1:${port}`;
  harness = await kubernetesHarness({ settings: { reachability: 'ingress', ingress: { address } } }, { orderers: 2 });
  runtime = await harness.open();
  chain = await harness.chain(runtime);
  await runtime.apply(chain.workloads);
  await runtime.waitUntilReady({ chainId: chain.chainId });
  passthrough = await Passthrough.start(harness.context, namespaceOf(chain.chainId), port);
  reach = new ClusterReach({ context: harness.context });
});
afterAll(async () => {
  await reach.close();
  await passthrough[Symbol.asyncDispose]();
  await harness.close();
  await harness.settled();
});

const node = (name: string) => ({ chainId: chain.chainId, name });

/** Connects to the node that answers for a name; only the orderer of this name has a certificate for it. */
async function speakWith(name: string): Promise<number> {
  const trusted = chain.workloads.find(({ kind }) => kind === 'orderer')?.files['tls/ca.crt']?.content ?? '';
  const client = ordererClient(address, trusted, serviceHost(chain.chainId, name));
  try {
    return await broadcast(client, Buffer.from('no envelope'));
  } finally {
    client.close();
  }
}

describe('nodes behind an ingress controller', () => {
  it('share its address, and each answers by its own name', async () => {
    expect(await reach.dial(node('orderer0'), 'grpc')).toBe(address);
    expect(await reach.dial(node('orderer1'), 'grpc')).toBe(address);
    expect(await Promise.all(['orderer0', 'orderer1'].map(speakWith))).toEqual([BAD_REQUEST, BAD_REQUEST]);
  });

  it('are not found by another name', async () => {
    await expect(speakWith('orderer9')).rejects.toThrow(/UNAVAILABLE/);
  });

  it('keep their other ports to the cluster', async () => {
    const operations = await reach.dial(node('orderer0'), 'operations');
    expect(operations).not.toBe(address);
    expect(await runtime.metrics(node('orderer0'))).toContain('fabric_version');
  });

  it('are found again after their Ingress was deleted', async () => {
    const reconcile = () =>
      runtime.reconcile(chain.chainId, {
        workloads: () => Promise.resolve(chain.workloads),
        names: () => Promise.resolve(chain.workloads.map(({ name }) => name)),
      });
    expect((await reconcile()).repaired).toEqual([]);
    await new ClusterCalls(harness.context).delete(INGRESSES, 'orderer0', { namespace: namespaceOf(chain.chainId) });
    const repaired = await until(async () => {
      const result = await reconcile();
      return result.repaired.length > 0 ? result.repaired : undefined;
    });
    expect(repaired).toEqual([expect.stringMatching(/Ingress orderer0/)]);
  });

  it('are reached so when a way is looked for, too', async () => {
    const { context } = harness;
    const settings = { ...context.settings, reachability: 'auto' as const };
    await using looking = new ClusterReach({ context: { ...context, settings } });
    expect(await looking.dial(node('orderer0'), 'grpc')).toBe(address);
  });

  it('are removed with their Ingress', async () => {
    await runtime.remove({ chainId: chain.chainId, names: ['orderer1'] });
    const namespace = namespaceOf(chain.chainId);
    const left = await new ClusterCalls(harness.context).list(INGRESSES, { namespace });
    expect(left.map(({ metadata }) => metadata.name)).not.toContain('orderer1');
    expect(left.map(({ metadata }) => metadata.name)).toContain('orderer0');
  });
});

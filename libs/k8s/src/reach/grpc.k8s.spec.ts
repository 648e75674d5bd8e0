import type { Client } from '@grpc/grpc-js';
import type { ContractChain } from '@heddle/runtime';
import { randomBytes } from 'node:crypto';
import type { KubernetesRuntime } from '../kubernetes-runtime';
import { kubernetesHarness, type KubernetesHarness } from '../testing/kubernetes-harness';
import { namespaceOf } from '../names';
import { ClusterReach } from './cluster-reach';
import { broadcast, ordererClient } from './testing/broadcast';
import { until } from './testing/until';

jest.setTimeout(120_000);

const BAD_REQUEST = 400;

let harness: KubernetesHarness;
let runtime: KubernetesRuntime;
let chain: ContractChain;
let reach: ClusterReach;
let client: Client;

beforeAll(async () => {
  harness = await kubernetesHarness({ settings: { reachability: 'port_forward' } });
  runtime = await harness.open();
  chain = await harness.chain(runtime);
  const orderers = chain.workloads.filter(({ kind }) => kind === 'orderer');
  await runtime.apply(orderers);
  await runtime.waitUntilReady({ chainId: chain.chainId });
  reach = new ClusterReach({ context: harness.context });
  client = ordererClient(
    await reach.dial({ chainId: chain.chainId, name: 'orderer0' }, 'grpc'),
    orderers[0]?.files['tls/ca.crt']?.content ?? '',
  );
});
afterAll(async () => {
  client.close();
  await reach.close();
  await harness.close();
  await harness.settled();
});

const manyCalls = async (bytes: number) =>
  new Set(await Promise.all(Array.from({ length: 64 }, () => broadcast(client, randomBytes(bytes)))));

describe('an orderer that is reached through a forwarded port', () => {
  it('answers 64 calls in flight on one TLS connection', async () => {
    expect(await manyCalls(100)).toEqual(new Set([BAD_REQUEST]));
    expect(await manyCalls(200_000)).toEqual(new Set([BAD_REQUEST]));
  });

  it('answers on the same connection object after its pod was deleted', async () => {
    const { core } = harness.context.api;
    const namespace = namespaceOf(chain.chainId);
    const incarnation = async () => (await runtime.status({ chainId: chain.chainId }))[0]?.incarnation ?? null;
    const before = await incarnation();
    await core.deleteNamespacedPod({ namespace, name: 'orderer0-0', gracePeriodSeconds: 1 });
    await until(async () => ([before, null].includes(await incarnation()) ? undefined : true));
    await runtime.waitUntilReady({ chainId: chain.chainId });
    await until(() => manyCalls(100).catch(() => undefined));
    expect(await manyCalls(1_000)).toEqual(new Set([BAD_REQUEST]));
  });
});

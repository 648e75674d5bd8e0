import type { ContractChain, ReconcileOptions } from '@heddle/runtime';
import type { Workload } from '@heddle/topology';
import type { KubernetesRuntime } from '../../kubernetes-runtime';
import { CHAIN_LABEL, namespaceOf, NODE_LABEL } from '../../names';
import { until } from '../../reach/testing/until';
import { kubernetesHarness, type KubernetesHarness } from '../../testing/kubernetes-harness';
import { ClusterCalls } from '../requests/cluster-calls';
import {
  CLAIMS,
  CONFIG_MAPS,
  DISRUPTION_BUDGETS,
  NAMESPACES,
  SECRETS,
  SERVICES,
  STATEFUL_SETS,
} from '../requests/resource-path';

jest.setTimeout(90_000);

let harness: KubernetesHarness;
let runtime: KubernetesRuntime;
let chain: ContractChain;
let calls: ClusterCalls;
let namespace: string;
let asked: number;

beforeAll(async () => {
  harness = await kubernetesHarness();
  calls = new ClusterCalls(harness.context);
});
beforeEach(async () => {
  runtime = await harness.open();
  chain = await harness.chain(runtime);
  namespace = namespaceOf(chain.chainId);
  asked = 0;
  await runtime.apply(chain.workloads);
});
afterAll(async () => {
  await harness.close();
  await harness.settled();
});

const reconcile = (workloads: readonly Workload[] = chain.workloads, turn?: ReconcileOptions['turn']) =>
  runtime.reconcile(chain.chainId, {
    ...(turn !== undefined && { turn }),
    workloads: () => {
      asked += 1;
      return Promise.resolve(workloads);
    },
  });
/** What another client changes arrives by the watches. */
const repairs = () =>
  until(async () => {
    const result = await reconcile();
    return result.repaired.length + result.failed.length > 0 ? result : undefined;
  });
const find = (type: Parameters<ClusterCalls['find']>[0], name: string) => calls.find(type, { name, namespace });

describe('a chain that is as it should be', () => {
  it('is left alone, and is not compared again while nothing changes', async () => {
    await runtime.waitUntilReady({ chainId: chain.chainId });
    expect(await reconcile()).toEqual({ started: [], waiting: [], failed: [], repaired: [] });
    expect((await reconcile()).repaired).toEqual([]);
    expect((await reconcile()).repaired).toEqual([]);
    expect(asked).toBe(1);
  });
});

describe('drift', () => {
  it('is left alone while it is not the turn of repairs, and found again', async () => {
    await calls.delete(SERVICES, 'peer0-org1', { namespace });
    const nobodys = () => Promise.resolve(undefined);
    expect((await reconcile(chain.workloads, nobodys)).repaired).toEqual([]);
    expect(await find(SERVICES, 'peer0-org1')).toBeUndefined();
    expect((await reconcile(chain.workloads, (repair) => repair())).repaired).toEqual(['Service peer0-org1 recreated']);
  });

  it('is repaired: deleted objects are recreated, changed ones are corrected', async () => {
    await reconcile();
    await calls.delete(SERVICES, 'peer0-org1', { namespace });
    await calls.delete(
      DISRUPTION_BUDGETS,
      (await calls.list(DISRUPTION_BUDGETS, { namespace }))[0]?.metadata.name ?? '',
      {
        namespace,
      },
    );
    await calls.patch(SECRETS, { name: 'orderer0-keys', namespace }, { data: null });
    await calls.patch(
      CONFIG_MAPS,
      { name: 'peer0-org1-config', namespace },
      { metadata: { labels: { [CHAIN_LABEL]: null } } },
    );
    await calls.patch(STATEFUL_SETS, { name: 'orderer0', namespace }, { spec: { replicas: 0 } });
    const { repaired, started, failed } = await repairs();
    expect(failed).toEqual([]);
    expect(started).toEqual(['orderer0']);
    expect(repaired).toContain('Service peer0-org1 recreated');
    expect(repaired).toContain('StatefulSet orderer0 corrected (spec.replicas)');
    expect(repaired).toContain('ConfigMap peer0-org1-config recreated');
    expect(repaired).toContainEqual(expect.stringMatching(/^PodDisruptionBudget .* recreated$/));
    expect(repaired).toContainEqual(expect.stringMatching(/^Secret orderer0-keys corrected/));
    expect(repaired).toHaveLength(5);
    expect((await reconcile()).repaired).toEqual([]);
    await runtime.waitUntilReady({ chainId: chain.chainId });
  });

  it('is not that a node is held down; its other fields are corrected while it stays down', async () => {
    await runtime.stop({ chainId: chain.chainId, names: ['orderer0'] }, { graceMs: 1_000 });
    expect(await reconcile()).toMatchObject({ started: [], repaired: [] });
    await calls.patch(STATEFUL_SETS, { name: 'orderer0', namespace }, { spec: { replicas: 1 } });
    expect((await repairs()).repaired).toEqual(['StatefulSet orderer0 corrected (spec.replicas)']);
    expect(await find(STATEFUL_SETS, 'orderer0')).toMatchObject({ spec: { replicas: 0 } });
  });

  it('is not repaired in a namespace that is being deleted', async () => {
    await calls.delete(NAMESPACES, namespace);
    expect((await reconcile()).repaired).toEqual([]);
    expect(await calls.find(NAMESPACES, { name: namespace })).not.toMatchObject({ status: { phase: 'Active' } });
  });
});

describe('objects of a node that is no more', () => {
  it('are removed, except for a ledger that may be kept', async () => {
    const [orderer] = chain.workloads;
    const { repaired } = await reconcile(orderer === undefined ? [] : [orderer]);
    expect(repaired).toContain('StatefulSet peer0-org1 removed: it belongs to no node');
    const labelSelector = `${NODE_LABEL}=peer0-org1`;
    for (const type of [STATEFUL_SETS, SERVICES, SECRETS, CONFIG_MAPS]) {
      const left = await calls.list(type, { namespace, labelSelector });
      expect(left.filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toEqual([]);
    }
    expect(await calls.list(CLAIMS, { namespace, labelSelector })).toHaveLength(1);
    expect(await find(STATEFUL_SETS, 'orderer0')).toBeDefined();
  });
});

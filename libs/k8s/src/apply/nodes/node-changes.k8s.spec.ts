import { NodeRunningError, type ContractChain, type NodeObservation } from '@heddle/runtime';
import type { KubernetesRuntime } from '../../kubernetes-runtime';
import { CHAIN_LABEL, namespaceOf } from '../../names';
import { kubernetesHarness, type KubernetesHarness } from '../../testing/kubernetes-harness';
import { ClusterCalls } from '../requests/cluster-calls';
import { MAINTAINS_LABEL } from './end-maintenance';
import { PODS, STATEFUL_SETS } from '../requests/resource-path';

jest.setTimeout(90_000);

let harness: KubernetesHarness;
let runtime: KubernetesRuntime;
let chain: ContractChain;
let calls: ClusterCalls;
let namespace: string;

beforeAll(async () => {
  harness = await kubernetesHarness();
  calls = new ClusterCalls(harness.context);
});
beforeEach(async () => {
  runtime = await harness.open();
  chain = await harness.chain(runtime);
  namespace = namespaceOf(chain.chainId);
});
afterAll(async () => {
  await harness.close();
  await harness.settled();
});

const select = () => ({ chainId: chain.chainId });
const orderer = () => ({ chainId: chain.chainId, name: 'orderer0' });
const ready = () => runtime.waitUntilReady(select());
const incarnations = async () =>
  (await runtime.status(select())).map(({ incarnation }: NodeObservation) => incarnation);
const maintaining = () => calls.list(PODS, { namespace, labelSelector: MAINTAINS_LABEL });
const podOf = (name: string) => calls.find(PODS, { name: `${name}-0`, namespace });

describe('resources', () => {
  const resources = { requests: { cpu: '25m', memory: '80Mi' }, limits: { memory: '512Mi' } };

  it("of one node are changed by another pod of it, and stay with the chain's next apply", async () => {
    await runtime.apply(chain.workloads);
    await ready();
    const before = await incarnations();
    await runtime.resize(orderer(), resources);
    await ready();
    const after = await incarnations();
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(await podOf('orderer0')).toMatchObject({ spec: { containers: [{ resources }] } });
    await runtime.apply(chain.workloads.map((one) => (one.name === 'orderer0' ? { ...one, resources } : one)));
    await runtime.resize(orderer(), resources);
    await ready();
    expect(await incarnations()).toEqual(after);
  });

  it('of a node that is held down wait for its start', async () => {
    await runtime.apply(chain.workloads);
    await runtime.stop(select(), { graceMs: 1_000 });
    await runtime.resize(orderer(), resources);
    expect(await podOf('orderer0')).toBeUndefined();
    await runtime.start(select());
    await ready();
    expect(await podOf('orderer0')).toMatchObject({ spec: { containers: [{ resources }] } });
  });
});

describe('an apply', () => {
  it('with a corrected image heals a node that never came up', async () => {
    const orderer: string = 'hyperledger/fabric-orderer:none';
    const { images } = harness.context.settings;
    const broken = await kubernetesHarness({ settings: { images: { ...images, orderer } } });
    const wrong = await broken.open();
    await wrong.apply(chain.workloads);
    await expect(wrong.waitUntilReady(select())).rejects.toMatchObject({ code: 'image_unavailable' });
    await broken.close();
    await runtime.apply(chain.workloads);
    await ready();
  });

  it('lets a held node run again', async () => {
    await runtime.apply(chain.workloads);
    await runtime.stop(select(), { graceMs: 1_000 });
    await runtime.apply(chain.workloads);
    await ready();
  });
});

describe('maintenance', () => {
  beforeEach(async () => {
    await runtime.apply(chain.workloads);
    await runtime.stop(select(), { graceMs: 1_000 });
  });

  it('is ended with its pod when its caller gives up', async () => {
    const controller = new AbortController();
    const report = () => {
      controller.abort();
    };
    const maintained = runtime.maintain(orderer(), [], { signal: controller.signal, report });
    await expect(maintained).rejects.toMatchObject({ name: 'AbortError' });
    const left = await maintaining();
    expect(left.every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
  });

  it('that a crash left behind is ended before the node starts, and goes with the node', async () => {
    const [owner] = await calls.list(STATEFUL_SETS, { namespace, labelSelector: 'heddle.dev/node=orderer0' });
    const { spec } = owner as unknown as { spec: { template: { spec: object } } };
    const labels = { [CHAIN_LABEL]: chain.chainId, [MAINTAINS_LABEL]: 'orderer0' };
    await calls.create(PODS, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'orderer0-maintenance-left', namespace, labels },
      spec: spec.template.spec,
    });
    await runtime.start(select());
    expect(await maintaining()).toEqual([]);
    await ready();
    await expect(runtime.maintain(orderer(), ['version'])).rejects.toBeInstanceOf(NodeRunningError);
  });
});

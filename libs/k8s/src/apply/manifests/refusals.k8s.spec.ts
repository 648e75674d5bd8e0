import type { ContractChain } from '@heddle/runtime';
import type { KubernetesRuntime } from '../../kubernetes-runtime';
import { chainLabels } from '../../model/labels';
import { namespaceOf } from '../../names';
import { kubernetesHarness, type KubernetesHarness } from '../../testing/kubernetes-harness';
import { ClusterCalls } from '../requests/cluster-calls';

jest.setTimeout(90_000);

let harness: KubernetesHarness;
let runtime: KubernetesRuntime;
let chain: ContractChain;
let calls: ClusterCalls;

beforeAll(async () => {
  harness = await kubernetesHarness();
  calls = new ClusterCalls(harness.context);
});
beforeEach(async () => {
  runtime = await harness.open();
  chain = await harness.chain(runtime);
});
afterAll(async () => {
  await harness.close();
  await harness.settled();
});

describe('a cluster that refuses', () => {
  it('for a quota says which one, and takes the chain when it is raised', async () => {
    const namespace = namespaceOf(chain.chainId);
    const metadata = { name: namespace, labels: chainLabels(chain.chainId) };
    const quota = (services: string) =>
      calls.apply({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'small', namespace },
        spec: { hard: { services } },
      });
    await calls.apply({ apiVersion: 'v1', kind: 'Namespace', metadata });
    await quota('1');
    await expect(runtime.apply(chain.workloads)).rejects.toMatchObject({
      code: 'quota_exceeded',
      message: expect.stringContaining('exceeded quota: small, requested: services=1, used: services=1') as string,
    });
    await quota('2');
    await runtime.apply(chain.workloads);
    await runtime.waitUntilReady({ chainId: chain.chainId });
  });

  it('for an object at fault says what is wrong with it', async () => {
    const resources = { requests: { cpu: '10m', memory: '2Gi' }, limits: { memory: '1Gi' } };
    const workloads = chain.workloads.map((workload) => ({ ...workload, resources }));
    await expect(runtime.apply(workloads)).rejects.toMatchObject({
      code: 'template_invalid',
      retryable: false,
      message: expect.stringMatching(/must be less than or equal to memory limit/) as string,
    });
  });

  it('for a kind that it does not have says what to install', async () => {
    const manifest = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one' } };
    await expect(calls.apply(manifest)).rejects.toMatchObject({
      code: 'cluster_refused',
      message: 'Cluster test has no objects of kind Widget (example.com/v1).',
    });
  });
});

import { ClusterSettings, ClusterTest } from '@heddle/contracts';
import { EchoNode } from '../reach/testing/echo-node';
import type { ClusterApi } from './cluster-api';
import { openCluster } from './open-cluster';
import { PERMISSIONS } from './permissions';
import { testCluster } from './test-cluster';
import { kubeconfigWithToken, TestAccount } from './testing/test-account';
import { Relay } from './testing/relay';
import { testClusterApi, testKubeconfig } from './testing/test-cluster-api';

jest.setTimeout(60_000);

const settings = ClusterSettings.parse({ shared: { type: 'host_path', path: '/tmp' } });

let api: ClusterApi;
beforeAll(async () => {
  api = await testClusterApi();
});

describe('the test of a cluster', () => {
  it('reports what chains can run on', async () => {
    await using echo = await EchoNode.start(api);
    expect(echo.requests).toEqual({ cpu: '20m', memory: '16Mi' });
    const test = await testCluster(api, settings);
    expect(ClusterTest.parse(test)).toMatchObject({ problem: null, remedy: null, missingPermissions: [] });
    expect(test.version).toMatch(/^v1\.\d+\./);
    expect(test.storageClasses.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    const [node] = test.nodes;
    expect(node).toMatchObject({ ready: true, reason: null, version: expect.stringMatching(/^v1\./) as string });
    expect(node?.capacity.cpuMillis).toBeGreaterThanOrEqual(1_000);
    expect(node?.capacity.memoryBytes).toBeGreaterThan(2 ** 30);
    expect(node?.requested.pods).toBeGreaterThanOrEqual(1);
    expect(node?.requested.cpuMillis).toBeGreaterThanOrEqual(20);
    expect(node?.requested.memoryBytes).toBeGreaterThanOrEqual(16 * 2 ** 20);
    expect(node?.used?.memoryBytes).toBeGreaterThan(2 ** 20);
    expect(node?.used?.cpuMillis).toBeGreaterThan(0);
  });

  it('warns of settings that the cluster cannot fulfil', async () => {
    const { problem, warnings } = await testCluster(api, {
      ...settings,
      reachability: 'cluster_dns',
      ledgers: { type: 'storage_class', name: 'golden' },
    });
    expect(problem).toBeNull();
    expect(warnings).toEqual(
      expect.arrayContaining([expect.stringMatching(/no StorageClass golden/), expect.stringMatching(/cluster DNS/)]),
    );
    expect((await testCluster(api, settings)).warnings.join()).not.toMatch(/StorageClass|DNS/);
  });

  it('names every permission that is missing', async () => {
    await using account = await TestAccount.create(api);
    const test = await testCluster(await account.open(), settings);
    expect(test.problem).toMatch(/lacks \d+ permissions on this cluster, on namespaces, secrets, /);
    expect(test.remedy).toMatch(/ClusterRole/);
    expect(test.version).toMatch(/^v1\./);
    const required = PERMISSIONS.filter(({ need }) => need === 'required');
    expect(test.missingPermissions).toEqual(
      required.map(({ verb, group, resource, purpose }) => ({ verb, group, resource, purpose })),
    );
    expect(test.nodes).toEqual([]);
    expect(test.warnings.join()).toMatch(/not allowed to show what machines use/);
  });

  it('says when the credentials are not accepted', async () => {
    const stranger = await openCluster({ type: 'kubeconfig', kubeconfig: kubeconfigWithToken(api, 'wrong') });
    expect(await testCluster(stranger, settings)).toMatchObject({
      problem: expect.stringMatching(/does not accept the credentials \(401\)/) as string,
      remedy: expect.stringMatching(/upload a new kubeconfig/) as string,
      version: null,
    });
  });

  it('asks all of it over few connections, and notices when they are cut', async () => {
    await using relay = await Relay.to(api.server);
    const kubeconfig = (await testKubeconfig()).replace(
      api.server,
      `https://127.0.0.1:${relay.port}", tls-server-name: "kubernetes`,
    );
    const relayed = await openCluster({ type: 'kubeconfig', kubeconfig });
    expect((await testCluster(relayed, settings)).problem).toBeNull();
    expect(relay.connections).toBeLessThanOrEqual(8);
    await relay[Symbol.asyncDispose]();
    expect((await testCluster(relayed, settings)).problem).toMatch(/nothing listens there|connection broke/);
  });
});

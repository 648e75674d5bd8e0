import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SignedInClient } from '@heddle/client';
import { api as routes, type Chain, type ClusterId } from '@heddle/contracts';
import { openCluster, sealedKubeconfig, type ClusterApi } from '@heddle/k8s';
import { sqliteDatabases, TestRedis, type TestDatabases } from '@heddle/testing';
import { openResources, type OpenedResources } from '../open-resources';
import type { Accepted } from '../requests/acceptance';
import { ApiUnderTest } from '../testing/api-under-test';
import { registration } from '../testing/kubeconfigs';
import { Clusters } from './clusters';

jest.setTimeout(120_000);

/** Text of the test cluster's kubeconfig. */
async function testKubeconfig(): Promise<string> {
  const path = process.env['KUBECONFIG'];
  if (path === undefined || path === '') {
    throw new Error('KUBECONFIG is not set: these tests need a cluster (npm run cluster:up brings one up).');
  }
  return readFile(path, 'utf8');
}

/** The same cluster for the owner of a token. */
function withToken(kubeconfig: string, token: string): string {
  const file = JSON.parse(sealedKubeconfig(kubeconfig)) as { users: { name: string }[] };
  return JSON.stringify({ ...file, users: file.users.map(({ name }) => ({ name, user: { token } })) });
}

describe('a real cluster over REST', () => {
  let databases: TestDatabases;
  let redis: TestRedis;
  let api: ApiUnderTest;
  let client: SignedInClient;
  let resources: OpenedResources;
  let kubeconfig: string;
  let cluster: ClusterApi;
  const namespace = `heddle-test-${randomUUID().slice(0, 8)}`;
  beforeAll(async () => {
    kubeconfig = await testKubeconfig();
    cluster = await openCluster({ type: 'kubeconfig', kubeconfig });
    await cluster.core.createNamespace({ body: { metadata: { name: namespace } } });
    [databases, redis] = await Promise.all([sqliteDatabases(), TestRedis.start()]);
    api = await ApiUnderTest.start(redis.url, { DATABASE_URL: await databases.create() });
    client = await api.client();
    resources = await openResources(api.settings);
    await api.signIn();
  });
  afterAll(async () => {
    await cluster.core.deleteNamespace({ name: namespace });
    await resources.close();
    await api.stop();
    await redis.stop();
    await databases.stop();
  });

  /** A service account without permissions, as a kubeconfig. */
  const limitedAccount = async (): Promise<string> => {
    const name = 'limited';
    await cluster.core.createNamespacedServiceAccount({ namespace, body: { metadata: { name } } });
    const body = { spec: { audiences: [], expirationSeconds: 600 } };
    const { status } = await cluster.core.createNamespacedServiceAccountToken({ name, namespace, body });
    return withToken(kubeconfig, status?.token ?? '');
  };
  const register = (name: string, text = kubeconfig) =>
    client.ask(routes.clusters.register, { body: registration(name, text) });

  it('is registered by its kubeconfig, with the result of its test', async () => {
    const { contexts } = await client.ask(routes.clusters.inspect, { body: { kubeconfig } });
    const current = contexts.find((context) => context.current);
    expect(current).toMatchObject({ server: cluster.server, refused: null });
    const registered = await register('lab');
    expect(registered).toMatchObject({
      source: { type: 'kubeconfig', context: current?.name },
      server: cluster.server,
      status: { state: 'reachable', reason: null },
      version: expect.stringMatching(/^v1\.\d+/) as string,
      lastTest: { problem: null, missingPermissions: [] },
      chains: 0,
    });
    expect(JSON.stringify(registered)).not.toMatch(/client-key|BEGIN|token/);
    const again = await client.refusal(routes.clusters.register, { body: registration('lab', kubeconfig) });
    expect([again.status, again.code]).toEqual([409, 'name_taken']);
  });

  it('is registered by the kubeconfig of Heddle’s own account', async () => {
    const body = registration('own', kubeconfig, { source: { type: 'default' } });
    const registered = await client.ask(routes.clusters.register, { body });
    expect(registered).toMatchObject({
      source: { type: 'default' },
      server: cluster.server,
      status: { state: 'reachable' },
    });
  });

  it('shows its current nodes, and can be tested again', async () => {
    const { id } = await register('nodes');
    const params = { clusterId: id };
    const { items } = await client.ask(routes.clusters.nodes, { params });
    expect(items.length).toBeGreaterThan(0);
    expect(items[0]).toMatchObject({ ready: true });
    expect(items[0]?.capacity.memoryBytes).toBeGreaterThan(1e8);
    const test = await client.ask(routes.clusters.test, { params });
    expect(test.storageClasses.length).toBeGreaterThan(0);
    expect((await client.ask(routes.clusters.get, { params })).lastTest).toEqual(test);
  });

  it('is limited for an account without all permissions, and reports what is missing', async () => {
    const limited = await register('limited', await limitedAccount());
    expect(limited.status.state).toBe('limited');
    expect(limited.lastTest?.missingPermissions).toContainEqual(
      expect.objectContaining({ verb: 'create', resource: 'namespaces' }),
    );
    const params = { clusterId: limited.id };
    const source = { type: 'kubeconfig' as const, kubeconfig };
    const better = await client.ask(routes.clusters.update, { params, body: { source, revision: limited.revision } });
    expect(better).toMatchObject({ status: { state: 'reachable' }, lastTest: { missingPermissions: [] } });
  });

  it('is not registered with credentials that it rejects', async () => {
    const body = registration('stranger', withToken(kubeconfig, 'no-such-token'));
    const refused = await client.refusal(routes.clusters.register, { body });
    expect(refused).toMatchObject({ status: 422, code: 'cluster_unreachable' });
    expect(refused.detail).toMatch(/401|credentials|Unauthorized/i);
    expect(JSON.stringify(refused)).not.toContain('no-such-token');
  });

  it('is opened once, and again when its registration has changed', async () => {
    const { id } = await register('opened');
    const clusters = new Clusters(resources);
    const first = await clusters.clusterApi('opened');
    expect((await first.api.version.getCode()).gitVersion).toMatch(/^v1/);
    await client.ask(routes.clusters.test, { params: { clusterId: id } });
    expect(await clusters.clusterApi('opened')).toBe(first);
    const pullSecrets = [{ registry: 'registry.example.org', username: 'u', password: 'p' }];
    await client.ask(routes.clusters.update, { params: { clusterId: id }, body: { pullSecrets } });
    const second = await clusters.clusterApi('opened');
    expect([second === first, second.pullSecrets]).toEqual([false, pullSecrets]);
    await expect(clusters.clusterApi('never-registered')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is not removed while chains run on it', async () => {
    const { id } = await register('busy');
    const body = { name: 'on-busy', runtime: 'kubernetes', cluster: 'busy', organizations: [{ name: 'org1' }] };
    const { body: accepted } = await api.post<Accepted<Chain>>('/chains', { body });
    expect(accepted.resource.cluster).toBe('busy');
    const remove = { params: { clusterId: id satisfies ClusterId } };
    expect(await client.refusal(routes.clusters.delete, remove)).toMatchObject({ status: 409, code: 'conflict' });
    await resources.database.transaction((store) => store.chains.setState(accepted.resource.id, 'released'));
    await client.ask(routes.clusters.delete, remove);
    expect((await client.refusal(routes.clusters.get, remove)).code).toBe('not_found');
  });
});

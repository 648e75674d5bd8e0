import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SignedInClient } from '@heddle/client';
import {
  api as routes,
  ClusterSettings,
  type Chain,
  type Cluster,
  type ClusterState,
  type Page,
  type Problem,
} from '@heddle/contracts';
import type { NewCluster } from '@heddle/data';
import { freePorts, TestRedis, type TestDatabases } from '@heddle/testing';
import { hashPassword } from '../auth/password';
import { openResources, type OpenedResources } from '../open-resources';
import type { Accepted } from '../requests/acceptance';
import { ApiUnderTest, PASSWORD } from '../testing/api-under-test';
import { DATABASES } from '../testing/databases';
import { CLUSTER_TOKEN, kubeconfigFor, registration } from '../testing/kubeconfigs';

jest.setTimeout(60_000);

const EXEC = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws' } };

describe.each(DATABASES)('clusters over REST, on %s', (_, startDatabases) => {
  let databases: TestDatabases;
  let redis: TestRedis;
  let api: ApiUnderTest;
  let client: SignedInClient;
  let resources: OpenedResources;
  /** No server listens there. */
  let nowhere: string;
  beforeAll(async () => {
    [databases, redis] = await Promise.all([startDatabases(), TestRedis.start()]);
    api = await ApiUnderTest.start(redis.url, { DATABASE_URL: await databases.create() });
    client = await api.client();
    resources = await openResources(api.settings);
    const passwordHash = await hashPassword(PASSWORD);
    await resources.database.transaction(async ({ users }) => {
      await users.create({ username: 'viewer', passwordHash, role: 'viewer' });
      await users.create({ username: 'operator', passwordHash, role: 'operator' });
    });
    await api.signIn();
    const [port = 0] = await freePorts(1);
    nowhere = `https://127.0.0.1:${String(port)}`;
  });
  afterAll(async () => {
    await resources.close();
    await api.stop();
    await redis.stop();
    await databases.stop();
  });

  const register = (body: unknown) => api.post<Problem>('/clusters', { body });
  const names = async () => (await client.ask(routes.clusters.list, {})).items.map(({ name }) => name);
  /** A cluster that was registered while it was reachable. */
  const known = async (name: string, state: ClusterState = 'reachable'): Promise<Cluster> => {
    const testedAt = new Date().toISOString();
    const problem = state === 'reachable' ? null : 'Something is wrong with it.';
    const nothing = { missingPermissions: [], storageClasses: [], nodes: [], monitoring: false };
    const test = { testedAt, problem, remedy: null, version: 'v1.34.2', ...nothing, warnings: ['No default class.'] };
    const cluster: NewCluster = {
      name,
      connection: { sourceType: 'kubeconfig', context: 'work', server: nowhere },
      settings: ClusterSettings.parse({ shared: { type: 'host_path', path: '/data' } }),
      secrets: { kubeconfig: kubeconfigFor(nowhere), pullSecrets: [] },
      finding: { state, reason: problem, test },
    };
    const { id } = await resources.database.transaction((store) => store.clusters.register(cluster, resources.sealer));
    return client.ask(routes.clusters.get, { params: { clusterId: id } });
  };
  const chainOn = (cluster: string) => ({
    name: `chain-${randomUUID().slice(0, 8)}`,
    runtime: 'kubernetes',
    cluster,
    organizations: [{ name: 'org1' }],
  });

  it('lists the contexts of a kubeconfig, with the reason why one cannot be used', async () => {
    const usable = await client.ask(routes.clusters.inspect, { body: { kubeconfig: kubeconfigFor(nowhere) } });
    expect(usable.contexts).toEqual([
      { name: 'work', cluster: 'east', server: nowhere, user: 'ann', current: true, refused: null },
    ]);
    const { contexts } = await client.ask(routes.clusters.inspect, {
      body: { kubeconfig: kubeconfigFor(nowhere, EXEC) },
    });
    expect(contexts[0]?.refused).toMatch(/exec|aws/);
    const refusal = await client.refusal(routes.clusters.inspect, { body: { kubeconfig: 'kind: Deployment' } });
    expect(refusal).toMatchObject({ status: 422, code: 'kubeconfig_refused' });
    expect(refusal.remedy).toBeDefined();
  });

  it('rejects a cluster that does not answer, with a remedy, and writes nothing', async () => {
    const answer = await register(registration('away', kubeconfigFor(nowhere)));
    expect([answer.status, answer.body.code]).toEqual([422, 'cluster_unreachable']);
    expect(answer.body.detail).toContain(nowhere.slice('https://'.length));
    expect(answer.body.remedy).toBeDefined();
    expect(JSON.stringify(answer.body)).not.toContain(CLUSTER_TOKEN);
    expect(await names()).not.toContain('away');
  });

  it.each([
    ['an exec plugin', kubeconfigFor('https://k8s.example.org', EXEC), undefined],
    ['a file of another machine', kubeconfigFor('https://k8s.example.org', { tokenFile: '/etc/passwd' }), undefined],
    ['a context that does not exist', kubeconfigFor('https://k8s.example.org'), 'other'],
    ['text that is not a kubeconfig', '- 1', undefined],
  ])('rejects %s with the reason', async (_what, kubeconfig, context) => {
    const source = { type: 'kubeconfig' as const, kubeconfig, ...(context !== undefined && { context }) };
    const answer = await register(registration('refused', kubeconfig, { source }));
    expect([answer.status, answer.body.code]).toEqual([422, 'kubeconfig_refused']);
    expect(await names()).not.toContain('refused');
  });

  it.each([
    ['a kubeconfig beyond 256 KiB', registration('large', 'x'.repeat(262_145)), 'source.kubeconfig'],
    [
      'an image without a tag',
      registration('image', 'x', { settings: { shared: { type: 'host_path', path: '/d' }, images: { go: 'golang' } } }),
      'settings.images.go',
    ],
  ])('rejects %s with the field', async (_what, body, path) => {
    const answer = await register(body);
    expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed']);
    expect(answer.body.errors?.map((error) => error.path)).toContain(path);
  });

  it('rejects the default kubeconfig of its account if there is none', async () => {
    const before = process.env['KUBECONFIG'];
    process.env['KUBECONFIG'] = join(api.settings.dataDirectory, 'no-such-file');
    try {
      const answer = await register(registration('own', 'x', { source: { type: 'default' } }));
      expect([answer.status, answer.body.code]).toEqual([422, 'kubeconfig_refused']);
      expect(answer.body.detail).toContain('no-such-file');
    } finally {
      if (before === undefined) delete process.env['KUBECONFIG'];
      else process.env['KUBECONFIG'] = before;
    }
  });

  it('rejects the service account of a pod outside of a pod', async () => {
    const answer = await register(registration('pod', 'x', { source: { type: 'in_cluster' } }));
    expect([answer.status, answer.body.code]).toEqual([422, 'kubeconfig_refused']);
    expect(answer.body.detail).toContain('pod');
  });

  it('allows only administrators to change clusters, and all users to see them without secrets', async () => {
    const { id } = await known('seen');
    for (const username of ['viewer', 'operator']) {
      const session = await api.post<{ accessToken: string }>('/auth/login', {
        body: { username, password: PASSWORD },
      });
      const token = session.body.accessToken;
      const seen = await api.get<Page<Cluster>>('/clusters', { token });
      expect(seen.body.items.map(({ name }) => name)).toContain('seen');
      expect(JSON.stringify(seen.body)).not.toContain(CLUSTER_TOKEN);
      const refused = await Promise.all([
        api.post<Problem>('/clusters', { token, body: registration('mine', kubeconfigFor(nowhere)) }),
        api.post<Problem>('/clusters/inspect', { token, body: { kubeconfig: kubeconfigFor(nowhere) } }),
        api.post<Problem>(`/clusters/${id}/test`, { token }),
        api.call<Problem>('PATCH', `/clusters/${id}`, { token, body: {} }),
        api.call<Problem>('DELETE', `/clusters/${id}`, { token }),
      ]);
      expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    }
  });

  it('changes the given fields if the revision matches', async () => {
    const { id, revision } = await known('changed');
    const params = { clusterId: id };
    const pullSecrets = [{ registry: 'registry.example.org', username: 'u', password: CLUSTER_TOKEN }];
    const changed = await client.ask(routes.clusters.update, { params, body: { pullSecrets, revision } });
    expect(changed).toMatchObject({ revision: revision + 1, pullSecretRegistries: ['registry.example.org'] });
    expect(JSON.stringify(changed)).not.toContain(CLUSTER_TOKEN);
    const late = await client.refusal(routes.clusters.update, { params, body: { pullSecrets: [], revision } });
    expect(late).toMatchObject({ status: 412, code: 'precondition_failed' });
    const source = { type: 'kubeconfig' as const, kubeconfig: kubeconfigFor(nowhere) };
    const away = await client.refusal(routes.clusters.update, { params, body: { source } });
    expect(away).toMatchObject({ status: 422, code: 'cluster_unreachable' });
    expect(await resources.database.store.clusters.credentials(id, resources.sealer)).toEqual({
      kubeconfig: kubeconfigFor(nowhere),
      pullSecrets,
    });
  });

  it('keeps the test result of a cluster that became unreachable, and reports it for every request', async () => {
    const { id } = await known('lost');
    const params = { clusterId: id };
    const test = await client.ask(routes.clusters.test, { params });
    expect(test).toMatchObject({ version: null, problem: expect.any(String) as string });
    const cluster = await client.ask(routes.clusters.get, { params });
    expect(cluster).toMatchObject({
      status: { state: 'unreachable', reason: test.problem },
      lastTest: test,
      version: 'v1.34.2',
    });
    const nodes = await client.refusal(routes.clusters.nodes, { params });
    expect(nodes).toMatchObject({ status: 503, code: 'cluster_unreachable' });
    const chain = await api.post<Problem>('/chains', { body: chainOn('lost') });
    expect([chain.status, chain.body.errors?.[0]?.path]).toEqual([422, 'cluster']);
    expect(chain.body.detail).toContain('cannot be reached');
  });

  it('accepts chains on registered clusters only, and names them', async () => {
    await known('good');
    for (const path of ['/chains', '/chains/validate']) {
      const refused = await api.post<Problem>(path, { body: chainOn('elsewhere') });
      expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'cluster']);
      expect(refused.body.detail).toMatch(/registered clusters: .*good/);
    }
    await known('poor', 'limited');
    const { warnings } = await client.ask(routes.chains.validate, { body: chainOn('poor') as never });
    expect(warnings).toEqual(
      expect.arrayContaining([
        {
          code: 'limited_cluster',
          params: { cluster: 'poor', reason: 'Something is wrong with it.' },
          message: 'The cluster poor is limited: Something is wrong with it.',
        },
        { code: 'cluster_advice', params: { cluster: 'poor' }, message: 'No default class.' },
      ]),
    );
  });

  it('is not removed while chains run on it, and names them', async () => {
    const { id } = await known('busy');
    const params = { clusterId: id };
    const { body } = await api.post<Accepted<Chain>>('/chains', { body: chainOn('busy') });
    expect(body.resource).toMatchObject({ runtime: 'kubernetes', cluster: 'busy' });
    const refused = await client.refusal(routes.clusters.delete, { params });
    expect(refused).toMatchObject({ status: 409, code: 'conflict' });
    expect(refused.detail).toContain(body.resource.name);
    expect(await client.ask(routes.clusters.get, { params })).toMatchObject({
      chains: 1,
      allowedActions: ['test', 'update'],
    });
    await resources.database.transaction((store) => store.chains.setState(body.resource.id, 'released'));
    await client.ask(routes.clusters.delete, { params });
    expect((await client.refusal(routes.clusters.get, { params })).code).toBe('not_found');
    expect((await client.refusal(routes.clusters.delete, { params })).code).toBe('not_found');
    expect(await names()).not.toContain('busy');
  });
});

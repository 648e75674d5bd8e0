import { writeFile } from 'node:fs/promises';
import { ArtifactStore } from '@heddle/artifacts';
import type { SignedInClient } from '@heddle/client';
import {
  api as routes,
  ChainSpec,
  ClusterSettings,
  DEFAULT_POD_RESOURCES,
  type Chain,
  type ChainId,
  type ClusterEvent,
  type Node,
  type UserId,
} from '@heddle/contracts';
import { InspectWorker } from '@heddle/queue';
import { TestRedis, type TestDatabases } from '@heddle/testing';
import { pino } from 'pino';
import { openResources, type OpenedResources } from '../open-resources';
import { ApiUnderTest } from '../testing/api-under-test';
import { DATABASES } from '../testing/databases';
import { kubeconfigFor } from '../testing/kubeconfigs';

jest.setTimeout(60_000);

const EVENT: ClusterEvent = {
  at: '2026-01-01T00:00:00.000Z',
  object: 'Pod/peer0-org1-0',
  reason: 'FailedScheduling',
  message: '0/1 nodes are available: 1 Insufficient memory.',
  level: 'warn',
  count: 3,
};
const RESOURCES = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '2Gi' } };
const IMAGE = { type: 'image' as const, image: 'registry.example.org/assets:1.0' };

/** What the API does differently for chains on a cluster; no cluster is contacted. */
describe.each(DATABASES)('chains on clusters over REST, on %s', (_, startDatabases) => {
  let databases: TestDatabases;
  let redis: TestRedis;
  let api: ApiUnderTest;
  let client: SignedInClient;
  let resources: OpenedResources;
  let worker: InspectWorker;
  beforeAll(async () => {
    [databases, redis] = await Promise.all([startDatabases(), TestRedis.start()]);
    api = await ApiUnderTest.start(redis.url, { DATABASE_URL: await databases.create() });
    client = await api.client();
    resources = await openResources(api.settings);
    await resources.database.transaction((store) => store.clusters.register(CLUSTER, resources.sealer));
    worker = new InspectWorker({
      redis: api.settings.redis,
      log: pino({ level: 'silent' }),
      answers: {
        'node.logs': () => Promise.reject(new Error('Unexpected request for logs.')),
        'node.log-level': () => Promise.reject(new Error('Unexpected request for a log level.')),
        'chain.events': () => Promise.resolve({ ask: 'chain.events', events: [EVENT] }),
      },
    });
    await worker.ready();
    await api.signIn();
  });
  afterAll(async () => {
    await worker.close();
    await resources.close();
    await api.stop();
    await redis.stop();
    await databases.stop();
  });

  let chains = 0;
  /** A running chain with a peer and a channel. */
  const running = async (runtime: Chain['runtime']) => {
    const name = `chain-${String((chains += 1))}`;
    const place = runtime === 'local' ? {} : { runtime, cluster: CLUSTER.name };
    const spec = ChainSpec.parse({ name, ...place, organizations: [{ name: 'org1' }] });
    return resources.database.transaction(async (store) => {
      const ownerId = '00000000-0000-4000-8000-000000000000' as UserId;
      const { id: chainId } = await store.chains.create({ spec, ownerId, state: 'running' });
      const node = await store.nodes.create({
        chainId,
        name: 'peer0-org1',
        kind: 'peer',
        organization: 'org1',
        mspId: 'Org1MSP',
        host: 'localhost',
        ports: {},
        certificateExpiresAt: null,
        resources: runtime === 'local' ? null : DEFAULT_POD_RESOURCES.peer,
      });
      const channel = await store.channels.create({ chainId, name: 'orders', organizations: ['org1'] });
      await store.channels.setState(channel.id, 'active');
      return { chainId, nodeId: node.id, channelId: channel.id, name };
    });
  };

  it('show the events of their cluster; local chains have no cluster', async () => {
    const [local, clustered] = [await running('local'), await running('kubernetes')];
    const events = ({ chainId }: { chainId: ChainId }) => client.ask(routes.chains.events, { params: { chainId } });
    expect((await events(local)).items).toEqual([]);
    expect((await events(clustered)).items).toEqual([EVENT]);
  });

  it('change a node’s resources by an operation, and show them; processes have none', async () => {
    const { chainId, nodeId } = await running('kubernetes');
    const params = { chainId, nodeId };
    const before: Node = await client.ask(routes.nodes.get, { params });
    expect(before.resources).toEqual(DEFAULT_POD_RESOURCES.peer);
    const below = { ...RESOURCES, limits: { memory: '1Mi' } };
    const refused = await client.refusal(routes.nodes.resize, { params, body: { resources: below } });
    expect([refused.status, refused.errors?.[0]?.path]).toEqual([422, 'resources.limits.memory']);
    const accepted = await client.ask(routes.nodes.resize, { params, body: { resources: RESOURCES } });
    expect(accepted).toMatchObject({ resource: { resources: RESOURCES }, operation: { kind: 'node.resize' } });
    expect(await client.ask(routes.nodes.get, { params })).toEqual(accepted.resource);
    const busy = await client.refusal(routes.nodes.resize, { params, body: { resources: RESOURCES } });
    expect(busy).toMatchObject({ status: 409, code: 'scope_busy', operationId: accepted.operation.id });

    const { channelId, name, ...local } = await running('local');
    expect((await client.ask(routes.nodes.get, { params: local })).resources).toBeNull();
    const process = await client.refusal(routes.nodes.resize, { params: local, body: { resources: RESOURCES } });
    expect([process.status, process.code, channelId, name]).toEqual([409, 'invalid_state', channelId, name]);
  });

  it('are released with or without their ledgers', async () => {
    const { chainId, name } = await running('kubernetes');
    const body = { confirmName: name, keepLedgers: true };
    const { operation } = await client.ask(routes.chains.release, { params: { chainId }, body });
    const { input } = await resources.database.store.operations.get(operation.id);
    expect(input).toEqual({ chainId, keepLedgers: true });
    const local = await running('local');
    const question = { params: { chainId: local.chainId }, body: { confirmName: local.name, keepLedgers: true } };
    const refused = await client.refusal(routes.chains.release, question);
    expect([refused.status, refused.errors?.[0]?.path]).toEqual([422, 'keepLedgers']);
  });

  it('run chaincode from an image; local chains do not', async () => {
    const deploy = ({ chainId, channelId }: Awaited<ReturnType<typeof running>>, image = IMAGE.image) => ({
      params: { chainId, channelId },
      body: { name: 'assets', version: '1.0', origin: { ...IMAGE, image } },
    });
    const clustered = await running('kubernetes');
    const vague = await client.refusal(routes.chaincodes.deploy, deploy(clustered, 'registry.example.org/assets'));
    expect([vague.status, vague.errors?.[0]?.path]).toEqual([422, 'origin.image']);
    // There is no running chain whose ledger could be read; the image itself is accepted.
    const unread = await client.refusal(routes.chaincodes.deploy, deploy(clustered));
    expect([unread.status, unread.code]).toEqual([503, 'unavailable']);
    const refused = await client.refusal(routes.chaincodes.deploy, deploy(await running('local')));
    expect([refused.status, refused.errors?.[0]?.path]).toEqual([422, 'origin.type']);
  });

  it('show the text of their own files only', async () => {
    const { chainId } = await running('kubernetes');
    const files = new ArtifactStore(resources.layout.artifacts);
    const manifest = 'kind: Service\nmetadata: { name: "peer0-örg1" }\n';
    await files.writeAll(chainId, {
      'manifests/peer0-org1.yaml': manifest,
      'channels/orders/genesis.block': Buffer.from([0, 1, 2]),
      'manifests/long.yaml': 'ö'.repeat(600_000),
      'latin.txt': Buffer.from([0xe4, 0x20, 0xe4]),
      'users/admin/keystore/admin_sk': 'secret',
    });
    await writeFile(`${resources.layout.artifacts}/beside.txt`, 'unlisted');
    const read = (path: string) => ({ params: { chainId }, query: { path } });
    const listed = await client.ask(routes.chains.artifacts, { params: { chainId } });
    expect(listed.items.map(({ path }) => path)).toContain('manifests/peer0-org1.yaml');
    expect(await client.ask(routes.chains.artifactText, read('manifests/peer0-org1.yaml'))).toEqual({
      path: 'manifests/peer0-org1.yaml',
      size: Buffer.byteLength(manifest),
      text: manifest,
      truncated: false,
    });
    const long = await client.ask(routes.chains.artifactText, read('manifests/long.yaml'));
    expect(long).toMatchObject({ size: 1_200_000, truncated: true, text: 'ö'.repeat(524_288) });
    for (const path of ['channels/orders/genesis.block', 'latin.txt']) {
      const binary = await client.refusal(routes.chains.artifactText, read(path));
      expect([path, binary.status, binary.errors?.[0]?.path]).toEqual([path, 422, 'path']);
    }
    const outside = [
      '../beside.txt',
      `/etc/passwd`,
      'manifests/../../beside.txt',
      'users/admin/keystore/admin_sk',
      'x',
    ];
    for (const path of outside) {
      const refused = await client.refusal(routes.chains.artifactText, read(path));
      expect([path, refused.code]).toEqual([path, 'not_found']);
    }
  });
});

const CLUSTER = {
  name: 'lab',
  connection: { sourceType: 'kubeconfig' as const, context: 'work', server: 'https://k8s.example.org' },
  settings: ClusterSettings.parse({ shared: { type: 'host_path', path: '/data' } }),
  secrets: { kubeconfig: kubeconfigFor('https://k8s.example.org'), pullSecrets: [] },
  finding: {
    state: 'reachable' as const,
    reason: null,
    test: {
      testedAt: '2026-01-01T00:00:00.000Z',
      problem: null,
      remedy: null,
      version: 'v1.34.2',
      missingPermissions: [],
      storageClasses: [],
      nodes: [],
      monitoring: false,
      warnings: [],
    },
  },
};

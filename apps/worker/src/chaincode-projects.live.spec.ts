import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { ArtifactStore } from '@heddle/artifacts';
import { readPackage } from '@heddle/fabric';
import type { ChaincodeProject } from '@heddle/contracts';
import { scriptedServer, upload, type SourceFiles } from './testing/chaincode-sources';
import { askDeploy, type Place } from './testing/chaincodes';
import { createChain, defineChannel, withPeer } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(120_000);

const INDEX = 'META-INF/statedb/couchdb/indexes/byOwner.json';
const SECRETS = 'META-INF/statedb/couchdb/collections/secrets/indexes/bySize.json';

let installation: TestInstallation;
let place: Place;

beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.startWorker();
  const chainId = await createChain(installation);
  const channelId = await defineChannel(installation, chainId, 'orders');
  expect(await installation.run('channel.create', { chainId, channelId })).toMatchObject({ state: 'succeeded' });
  place = { chainId, channelId };
});
afterAll(() => installation.dispose());

const below = (folder: string, files: SourceFiles): SourceFiles =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

async function repository() {
  const chaincode = { ...scriptedServer('serves'), [INDEX]: '{"index":{"fields":["owner"]}}' };
  return upload(installation, {
    ...below('chaincode', { ...chaincode, [SECRETS]: '{"index":{"fields":["size"]}}' }),
    ...below('application', scriptedServer('exits')),
  });
}

async function deploy(name: string, project?: ChaincodeProject) {
  const { id: sourceId } = await repository();
  const source = { type: 'source' as const, sourceId, ...(project !== undefined && { project }) };
  const { id, chaincodeId } = await askDeploy(installation, place, { name, version: '1.0', source });
  return { operation: await installation.finished(id), chaincodeId };
}

it('builds the chosen project, and includes its indexes in the package that peers install', async () => {
  const { operation } = await deploy('orders', { path: 'chaincode', language: 'node' });
  expect(operation).toMatchObject({ state: 'succeeded', error: null });
  await withPeer(installation, place.chainId, async ({ gateway }) => {
    await gateway.submit('orders', 'orders', { fn: 'any', args: [] });
  });
  const artifacts = new ArtifactStore(installation.layout.artifacts);
  const bytes = await artifacts.read(place.chainId, 'channels/orders/chaincodes/orders/1/org1.tar.gz');
  const { files } = await readPackage(bytes);
  expect([...files.keys()]).toEqual([SECRETS, INDEX, 'connection.json']);
});

it('requires a choice among several projects', async () => {
  const { operation } = await deploy('guess');
  expect(operation).toMatchObject({
    state: 'failed',
    error: {
      step: 'build',
      code: 'unsupported_archive',
      message: 'The archive holds several projects: application (node), chaincode (node).',
    },
  });
});

it('creates a separate build for each project', async () => {
  const { operation } = await deploy('other', { path: 'application', language: 'node' });
  expect(operation).toMatchObject({ state: 'failed', error: { step: 'serve' } });
});

interface Connection {
  readonly root_cert: string;
  readonly client_auth_required: boolean;
  readonly client_key: string;
  readonly client_cert: string;
}

it('issues a client certificate for the peers of an image, and removes it with the server', async () => {
  const source = { type: 'image' as const, image: 'registry.test/chaincode:1' };
  const { id } = await askDeploy(installation, place, { name: 'pictured', version: '1.0', source });
  // This runtime cannot run images; the package is created before that fails.
  expect(await installation.finished(id)).toMatchObject({ state: 'failed', error: { step: 'serve' } });
  const artifacts = new ArtifactStore(installation.layout.artifacts);
  const bytes = await artifacts.read(place.chainId, 'channels/orders/chaincodes/pictured/1/org1.private.tar.gz');
  const { files } = await readPackage(bytes);
  const connection = JSON.parse(Buffer.from(files.get('connection.json') ?? []).toString()) as Connection;
  expect(connection.client_auth_required).toBe(true);
  const { client_cert: cert, client_key: key, root_cert: ca } = connection;
  expect(new X509Certificate(cert).verify(new X509Certificate(ca).publicKey)).toBe(true);
  expect(() => createSecureContext({ cert, key })).not.toThrow();

  const ofPeers = async () => {
    const identities = await installation.database.store.identities.ofChain(place.chainId);
    return identities.filter(({ kind }) => kind === 'chaincode-client-tls').map(({ certificate }) => certificate);
  };
  expect(await ofPeers()).toEqual([cert]);
  expect(await installation.act('rollback', id)).toMatchObject({ state: 'rolled_back' });
  expect(await ofPeers()).toEqual([]);
});

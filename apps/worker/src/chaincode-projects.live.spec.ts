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

it('builds the project that was chosen, and its indexes travel in the package that peers install', async () => {
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

it('does not guess among several projects', async () => {
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

it('gives each project a build of its own', async () => {
  const { operation } = await deploy('other', { path: 'application', language: 'node' });
  expect(operation).toMatchObject({ state: 'failed', error: { step: 'serve' } });
});

import { IdleSession } from '@heddle/fabric';
import { join } from 'node:path';
import { javaFixture, upload } from './testing/chaincode-sources';
import { askDeploy } from './testing/chaincodes';
import { createChain, defineChannel, withPeer } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';
import { serversToProve } from './chaincode/prove-servers';
import type { WorkerServices } from './services';
import { loadChaincodeWorld } from './world/chaincode-world';

jest.setTimeout(400_000);

const log = () => undefined;

let installation: TestInstallation;
beforeAll(async () => {
  installation = await TestInstallation.open();
  // Checks the server often enough to disturb calls if checks could.
  await installation.startWorker({ limits: { serverLookMs: 200 } });
});
afterAll(() => installation.dispose());

it('a Java chaincode is built, deployed and answers a peer over TLS', async () => {
  const chainId = await createChain(installation);
  const channelId = await defineChannel(installation, chainId, 'orders');
  expect(await installation.run('channel.create', { chainId, channelId })).toMatchObject({ state: 'succeeded' });
  const source = await upload(installation, await javaFixture());
  expect(source.language).toBe('java');
  // Maven may take minutes with an empty cache; a deployment finds an existing build.
  const archive = join(installation.layout.sources, source.sha256);
  await (await installation.nodes()).build(chainId, { archive, fileName: source.fileName }, { log });
  const { id, chaincodeId } = await askDeploy(
    installation,
    { chainId, channelId },
    { name: 'store', version: '1.0', source },
  );
  expect(await installation.finished(id)).toMatchObject({ state: 'succeeded', error: null });
  const answer = await withPeer(installation, chainId, async ({ gateway }) => {
    const put = { fn: 'put', args: ['colour', 'blue'] };
    expect(await gateway.submit('orders', 'store', put)).toMatchObject({ validationCode: 'VALID' });
    for (let call = 0; call < 20; call += 1) await gateway.evaluate('orders', 'store', { fn: 'get', args: ['colour'] });
    const missing = gateway.evaluate('orders', 'store', { fn: 'get', args: ['size'] });
    await expect(missing).rejects.toThrow('not found');
    return gateway.evaluate('orders', 'store', { fn: 'get', args: ['colour'] });
  });
  expect(Buffer.from(answer).toString()).toBe('blue');

  // Java's HTTP/2 server closes a connection with too many pings; settings are acknowledged as often as they come.
  const opened = await installation.runtimes();
  const { database } = installation;
  const services = { database, sealer: await installation.sealer(), runtimes: opened.runtimes } as WorkerServices;
  const { committedDefinitionId } = await database.store.chaincodes.get(chaincodeId);
  if (committedDefinitionId === null) throw new Error('store is not committed.');
  const input = { chainId, channelId, chaincodeId, definitionId: committedDefinitionId };
  const [server] = await serversToProve(services, await loadChaincodeWorld(services, input));
  const { tlsRootCertificate = '', ...endpoint } = server?.endpoint ?? { address: '' };
  const limit = { timeout: 10_000 };
  const session = await IdleSession.open({ ...endpoint, tlsRootCertificate }, limit);
  for (let proofs = 0; proofs < 50; proofs += 1) await session.prove(limit);
  session.close();
  await opened.close();
});

import { localBuilds } from './chaincode/local-builds';
import { javaFixture, upload } from './testing/chaincode-sources';
import { askDeploy } from './testing/chaincodes';
import { createChain, defineChannel, withPeer } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';

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
  await localBuilds(installation.layout).ensure(source, { chainId, log, signal: new AbortController().signal });
  const { id } = await askDeploy(installation, { chainId, channelId }, { name: 'store', version: '1.0', source });
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
});

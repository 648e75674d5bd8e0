import { goSample, upload } from './testing/chaincode-sources';
import { askDeploy } from './testing/chaincodes';
import { defineChainOn, objectsOf, sharedFolder } from './testing/clusters';
import { defineChannel } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(240_000);

let installation: TestInstallation;

beforeAll(async () => {
  installation = await TestInstallation.open({ shared: sharedFolder() });
  await installation.startWorker();
});
afterAll(() => installation.dispose());

describe('a chaincode on a chain whose storage server does not answer', () => {
  it('reports it, and leaves nothing behind when it is rolled back', async () => {
    const path = '/nowhere';
    const chainId = await defineChainOn(installation, 'dead-nfs', {
      shared: { type: 'nfs', server: 'unreachable.heddle.test', path },
    });
    expect(await installation.run('chain.create', { chainId })).toMatchObject({ state: 'succeeded', error: null });
    const channelId = await defineChannel(installation, chainId, 'orders');
    expect(await installation.run('channel.create', { chainId, channelId })).toMatchObject({ state: 'succeeded' });
    const source = await upload(installation, await goSample());
    const { id } = await askDeploy(installation, { chainId, channelId }, { name: 'lost', version: '1.0', source });
    const failed = await installation.finished(id);
    expect(failed).toMatchObject({
      state: 'failed',
      error: {
        step: 'build',
        code: 'volume_unavailable',
        message: expect.stringContaining('cannot be mounted: mount.nfs: Connection timed out') as string,
      },
    });
    expect(await installation.act('rollback', id)).toMatchObject({ state: 'rolled_back', error: null });
    expect((await objectsOf(chainId)).filter((name) => name.startsWith('job/'))).toEqual([]);
    expect(await installation.run('chain.release', { chainId, keepLedgers: false })).toMatchObject({ error: null });
    expect(await objectsOf(chainId)).toEqual([]);
  });
});

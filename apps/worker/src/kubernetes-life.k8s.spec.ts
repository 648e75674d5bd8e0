import type { ChainId } from '@heddle/contracts';
import { goSample, upload } from './testing/chaincode-sources';
import { askDeploy } from './testing/chaincodes';
import { objectsOf, registerCluster, sharedFolder } from './testing/clusters';
import { leftovers, NOTHING_LEFT } from './testing/leftovers';
import { defineChannel, withPeer } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(240_000);

let installation: TestInstallation;
let chainId: ChainId;

beforeAll(async () => {
  installation = await TestInstallation.open({ shared: sharedFolder() });
  await registerCluster(installation, 'here');
  await installation.startWorker();
  chainId = await installation.defineChain({
    name: 'supply',
    runtime: 'kubernetes',
    cluster: 'here',
    organizations: [{ name: 'org1' }, { name: 'org2' }],
  });
});
afterAll(() => installation.dispose());

describe('the life of a chain on a cluster', () => {
  it('is created with every node running', async () => {
    const operation = await installation.run('chain.create', { chainId });
    expect(operation).toMatchObject({ state: 'succeeded', progress: 1, error: null });
    const nodes = await installation.database.store.nodes.ofChain(chainId);
    expect(nodes.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'orderer0 running',
      'orderer1 running',
      'orderer2 running',
      'peer0-org1 running',
      'peer1-org1 running',
      'peer0-org2 running',
      'peer1-org2 running',
    ]);
  });

  it('serves a chaincode that is built in a pod', async () => {
    const channelId = await defineChannel(installation, chainId, 'orders', ['org1', 'org2']);
    expect(await installation.run('channel.create', { chainId, channelId })).toMatchObject({ state: 'succeeded' });
    const source = await upload(installation, await goSample());
    const { id } = await askDeploy(installation, { chainId, channelId }, { name: 'paper', version: '1.0', source });
    expect(await installation.finished(id)).toMatchObject({ state: 'succeeded', error: null });
    const answer = await withPeer(installation, chainId, async ({ gateway }) => {
      const { validationCode } = await gateway.submit('orders', 'paper', {
        fn: 'CreateAsset',
        args: ['one', 'ada', 'blue', '3'],
      });
      expect(validationCode).toBe('VALID');
      return gateway.evaluate('orders', 'paper', { fn: 'ReadAsset', args: ['one'] });
    });
    expect(JSON.parse(Buffer.from(answer).toString())).toMatchObject({ owner: 'ada' });
  });

  it('stops and starts again', async () => {
    expect(await installation.run('chain.stop', { chainId })).toMatchObject({ state: 'succeeded', error: null });
    expect(await installation.run('chain.start', { chainId })).toMatchObject({ state: 'succeeded', error: null });
    expect((await installation.database.store.chains.get(chainId)).state).toBe('running');
  });

  it('is released without leftovers', async () => {
    const operation = await installation.run('chain.release', { chainId, keepLedgers: false });
    expect(operation).toMatchObject({ state: 'succeeded', error: null });
    expect(await leftovers(installation, chainId)).toEqual(NOTHING_LEFT);
    expect(await objectsOf(chainId)).toEqual([]);
  });
});

import { readdir } from 'node:fs/promises';
import type { ChainId } from '@heddle/contracts';
import { TestInstallation } from './testing/test-installation';
import { until } from './testing/until';

jest.setTimeout(120_000);

describe('the life of a chain', () => {
  let installation: TestInstallation;
  let chainId: ChainId;

  beforeAll(async () => {
    installation = await TestInstallation.open();
    await installation.startWorker();
    chainId = await installation.defineChain({ name: 'supply', organizations: [{ name: 'org1' }, { name: 'org2' }] });
  });

  afterAll(async () => {
    await installation.dispose();
  });

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
    expect((await installation.database.store.chains.get(chainId)).state).toBe('running');
  });

  it('gets a channel that every peer serves', async () => {
    const { id: channelId } = await installation.database.transaction((store) =>
      store.channels.create({ chainId, name: 'orders', organizations: ['org1', 'org2'] }),
    );
    const operation = await installation.run('channel.create', { chainId, channelId });
    expect(operation).toMatchObject({ state: 'succeeded', error: null });
    const { channels } = installation.database.store;
    expect((await channels.get(channelId)).state).toBe('active');
    await until(async () => (await channels.get(channelId)).observed !== null, 'it was looked at');
    const leader = expect.stringMatching(/^orderer\d$/) as string;
    expect((await channels.get(channelId)).observed).toEqual({ leader, leaderless: false, behind: {} });
  });

  it('stops and starts again', async () => {
    expect(await installation.run('chain.stop', { chainId })).toMatchObject({ state: 'succeeded' });
    expect((await installation.database.store.chains.get(chainId)).state).toBe('stopped');
    expect(await installation.run('chain.start', { chainId })).toMatchObject({ state: 'succeeded', error: null });
    expect((await installation.database.store.chains.get(chainId)).state).toBe('running');
  });

  it('is released without leftovers', async () => {
    expect(await installation.run('chain.release', { chainId, keepLedgers: false })).toMatchObject({
      state: 'succeeded',
      error: null,
    });
    const { store } = installation.database;
    expect(await store.nodes.ofChain(chainId)).toEqual([]);
    expect(await store.identities.ofChain(chainId)).toEqual([]);
    expect(await store.ports.list()).toEqual([]);
    const { layout } = installation;
    expect(await readdir(layout.nodes)).toEqual([]);
    expect((await store.chains.get(chainId)).state).toBe('released');
  });
});

import type { ChainId } from '@heddle/contracts';
import type { RuntimeDriver } from '@heddle/runtime';
import { leftovers } from './testing/leftovers';
import { createChain, defineChannel, withPeer } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(60_000);

/** Four elections: a vote may be split, and each takes up to 3 s with the raft options of a chain. */
const LEADER_MS = 12_000;

let installation: TestInstallation;
let nodes: RuntimeDriver;
let chainId: ChainId;

beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.startWorker({ limits: { leaderMs: LEADER_MS } });
  nodes = await installation.nodes();
  chainId = await createChain(installation, {
    name: 'trade',
    ordering: { orderers: 3 },
    organizations: [{ name: 'org1', peers: 2 }],
  });
});
afterAll(() => installation.dispose());

async function nodeId(name: string) {
  const row = await installation.database.store.nodes.byName(chainId, name);
  if (row === null) throw new Error(`There is no ${name}.`);
  return row.id;
}

async function restart(name: string): Promise<void> {
  const operation = await installation.run('node.restart', { chainId, nodeId: await nodeId(name) });
  expect(operation).toMatchObject({ state: 'succeeded', error: null });
}

const createChannel = async (name: string) =>
  installation.run('channel.create', { chainId, channelId: await defineChannel(installation, chainId, name) });

const channelsOfPeer = () => withPeer(installation, chainId, ({ peer }) => peer.channels());

describe('a channel with a majority of orderers down', () => {
  it('fails without a leader and reports what it waited for, and continues when they run again', async () => {
    await nodes.stop({ chainId, names: ['orderer1', 'orderer2'] });
    const failed = await installation.withLimits({ leaderMs: 4_000 }, () => createChannel('leaderless'));
    expect(failed).toMatchObject({
      state: 'failed',
      error: {
        step: 'orderers',
        code: 'no_leader',
        message: 'Channel leaderless has no leader after 4 s: 1 of 3 orderers joined it, a leader needs 2.',
        cause: 'orderer1 cannot be reached.\norderer2 cannot be reached.',
        remedy: expect.stringContaining('at least 2 of 3 orderers run') as string,
      },
    });
    await restart('orderer1');
    await restart('orderer2');
    expect(await installation.act('retry', failed.id)).toMatchObject({ state: 'succeeded', error: null });
  });

  it('names the only orderer that is unreachable while the others have a leader', async () => {
    await nodes.stop({ chainId, names: ['orderer2'] });
    const failed = await createChannel('lonely');
    expect(failed.error).toMatchObject({
      step: 'orderers',
      code: 'orderer_unreachable',
      message: 'orderer2 cannot be reached.',
      cause: expect.stringContaining('ECONNREFUSED') as string,
    });
    await restart('orderer2');
    expect(await installation.act('rollback', failed.id)).toMatchObject({ state: 'rolled_back', error: null });
    expect((await leftovers(installation, chainId)).channels).toEqual(['leaderless']);
  });
});

describe('a channel that is rolled back after peers have joined', () => {
  it('is removed from peers and orderers, and can be created again under the same name', async () => {
    await nodes.stop({ chainId, names: ['peer1-org1'] });
    const failed = await createChannel('orders');
    expect(failed.error).toMatchObject({
      step: 'peers',
      code: 'peer_unreachable',
      message: 'peer1-org1 cannot be reached.',
    });
    expect(await channelsOfPeer()).toEqual(['leaderless', 'orders']);

    expect(await installation.act('rollback', failed.id)).toMatchObject({ state: 'rolled_back', error: null });
    expect(await channelsOfPeer()).toEqual(['leaderless']);
    expect((await leftovers(installation, chainId)).channels).toEqual(['leaderless']);
    const seen = await nodes.status({ chainId });
    expect(seen.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'orderer0 running',
      'orderer1 running',
      'orderer2 running',
      'peer0-org1 running',
      'peer1-org1 running',
    ]);

    expect(await createChannel('orders')).toMatchObject({ state: 'succeeded', error: null });
    expect(await channelsOfPeer()).toEqual(['leaderless', 'orders']);
  });
});

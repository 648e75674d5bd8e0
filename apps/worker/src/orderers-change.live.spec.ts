import type { OperationInput } from '@heddle/contracts';
import { configFromBlock, describeChannel, GatewayClient, setRaftOptions } from '@heddle/fabric';
import { loadChannelWorld } from './world/channel-world';
import { updateConfig } from './fabric/update-config';
import { openChain } from './testing/chain-clients';
import type { Place } from './testing/chaincodes';
import { servingChain } from './testing/serving-chain';
import { TestInstallation } from './testing/test-installation';
import { underSubmits } from './testing/under-submits';

jest.setTimeout(240_000);

let installation: TestInstallation;
let place: Place;

beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.startWorker();
  place = await servingChain(installation);
});
afterAll(() => installation.dispose());

const succeeded = { state: 'succeeded', error: null };
const added = (ordinal: number): OperationInput<'orderer.add'> => ({
  chainId: place.chainId,
  organization: 'orderer',
  ordinal,
  node: `orderer${ordinal}`,
  channels: [{ channelId: place.channelId }],
});
const removed = (ordinal: number): OperationInput<'orderer.remove'> => ({
  chainId: place.chainId,
  node: `orderer${ordinal}`,
  channels: [{ channelId: place.channelId }],
});

/** Consenters and endpoints in the channel's configuration, by the names of their nodes. */
async function configured(): Promise<{ consenters: string[]; endpoints: string[] }> {
  await using chain = await openChain(installation, place.chainId);
  const [peer] = chain.world.peers;
  if (peer === undefined) throw new Error('There is no peer.');
  const { config } = configFromBlock(await (await chain.clients.peer(peer)).configBlock('orders'));
  const { orderer } = describeChannel(config);
  const named = (port: number | string) =>
    chain.world.orderers.find(({ row }) => row.ports['grpc'] === Number(port))?.plan.name ?? `port ${port}`;
  return {
    consenters: orderer.consenters.map(({ port }) => named(port)),
    endpoints: orderer.organizations.flatMap(({ ordererEndpoints }) =>
      ordererEndpoints.map((endpoint) => named(endpoint.split(':')[1] ?? '')),
    ),
  };
}

/** What was not acknowledged meanwhile. Everything that was is on the peer. */
async function lostDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const { acknowledged, failures } = await underSubmits(installation, place, work);
  await using chain = await openChain(installation, place.chainId);
  const [peer] = chain.world.peers;
  if (peer === undefined) throw new Error('There is no peer.');
  const client = await chain.clients.peer(peer);
  for (const id of acknowledged) await client.transactionById('orders', id);
  return failures;
}

/** A leader that leaves may drop the transaction that it has just accepted. */
const MOST_LOST = 1;

describe('orderers that are added', () => {
  it('become consenters with an address, one after another, while transactions go on', async () => {
    const second = await lostDuring(async () => {
      expect(await installation.run('orderer.add', added(1))).toMatchObject(succeeded);
    });
    expect(second).toEqual([]);
    const third = await lostDuring(async () => {
      expect(await installation.run('orderer.add', added(2))).toMatchObject(succeeded);
    });
    expect(third).toEqual([]);
    const all = ['orderer0', 'orderer1', 'orderer2'];
    expect(await configured()).toEqual({ consenters: all, endpoints: all });
    expect(await installation.database.store.channelNodes.ofChannel(place.channelId)).toMatchObject({
      orderer1: 'joined',
      orderer2: 'joined',
    });
  });
});

describe('a change of the configuration', () => {
  it('is computed again from the new one when another client was faster', async () => {
    const { database } = installation;
    await using chain = await openChain(installation, place.chainId);
    const { clients } = chain;
    const world = await loadChannelWorld({ database, sealer: await installation.sealer() }, place);
    const [first] = world.orderers;
    if (first === undefined) throw new Error('There is no orderer.');
    const orderer = await clients.orderer(first);
    const read = () => orderer.configBlock(world.channel.name);
    const change = (options: Parameters<typeof setRaftOptions>[1]) =>
      updateConfig({
        world,
        clients,
        what: 'raft options',
        edit: (config) => setRaftOptions(config, options),
        signedBy: ['orderer'],
        signal: AbortSignal.timeout(30_000),
      });
    const outdated = await read();
    await change({ maxInflightBlocks: 7 });
    jest.spyOn(orderer, 'configBlock').mockResolvedValueOnce(outdated);
    await change({ snapshotIntervalSize: 2_097_152 });
    const { options } = describeChannel(configFromBlock(await read()).config).orderer;
    expect(options).toMatchObject({ maxInflightBlocks: 7, snapshotIntervalSize: 2_097_152 });
  });
});

describe('an orderer that is removed', () => {
  it('is no consenter and no endpoint, also if it was the leader', async () => {
    const lost = await lostDuring(async () => {
      expect(await installation.run('orderer.remove', removed(0))).toMatchObject(succeeded);
    });
    expect(lost.length).toBeLessThanOrEqual(MOST_LOST);
    const left = ['orderer1', 'orderer2'];
    expect(await configured()).toEqual({ consenters: left, endpoints: left });
    await using chain = await openChain(installation, place.chainId);
    const [peer] = chain.world.peers;
    if (peer === undefined) throw new Error('There is no peer.');
    const gateway = new GatewayClient(await chain.clients.peer(peer));
    const call = { fn: 'CreateAsset', args: ['without-the-first', 'ada', 'blue', '1'] };
    expect(await gateway.submit('orders', 'paper', call)).toMatchObject({ validationCode: 'VALID' });
  });

  it('is kept while its channel would lose its quorum, with the arithmetic', async () => {
    const nodes = await installation.nodes();
    await nodes.stop({ chainId: place.chainId, names: ['orderer2'] });
    const refused = await installation.run('orderer.remove', removed(1));
    expect(refused).toMatchObject({ state: 'failed' });
    expect(refused.error?.message).toContain('has no quorum now: of 2 consenters, 2 are needed and 1 are active');
  });
});

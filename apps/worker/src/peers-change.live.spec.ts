import { readdir } from 'node:fs/promises';
import { ArtifactStore } from '@heddle/artifacts';
import type { LedgerSource } from '@heddle/contracts';
import { configFromBlock, describeChannel, GatewayClient } from '@heddle/fabric';
import { openChain } from './testing/chain-clients';
import type { Place } from './testing/chaincodes';
import { servingChain } from './testing/serving-chain';
import { processesOf } from './testing/leftovers';
import { SubmitStream } from './testing/submit-stream';
import { TestInstallation } from './testing/test-installation';

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
const input = (ordinal: number, from: LedgerSource = 'genesis') => ({
  chainId: place.chainId,
  organization: 'org1',
  ordinal,
  node: `peer${ordinal}-org1`,
  channels: [{ channelId: place.channelId, from }],
});

/** Processes of the nodes by name. */
async function processes(): Promise<Record<string, number | null>> {
  const rows = await installation.database.store.nodes.ofChain(place.chainId);
  return Object.fromEntries(rows.map(({ name, pid }) => [name, pid]));
}

const created = (id: string) => ({ fn: 'CreateAsset', args: [id, 'ada', 'blue', '1'] });

describe('a peer that is added', () => {
  it('serves the channel and its chaincode, while no other node restarts and no submit is lost', async () => {
    const before = await processes();
    {
      await using chain = await openChain(installation, place.chainId);
      const [only] = chain.world.peers;
      if (only === undefined) throw new Error('The chain has no peer.');
      const gateway = new GatewayClient(await chain.clients.peer(only));
      await gateway.submit('orders', 'paper', created('before-all'));
      const stream = new SubmitStream(chain, 'orders', 'paper');
      expect(await installation.run('peer.add', input(1))).toMatchObject(succeeded);
      await stream.stop();
      expect(stream.failures).toEqual([]);
      expect(stream.acknowledged.length).toBeGreaterThan(1);
    }
    const { ['peer1-org1']: added, ...others } = await processes();
    expect(added).toEqual(expect.any(Number));
    expect(others).toEqual(before);
  });

  it('endorses, and answers queries with all that was there before it', async () => {
    await using chain = await openChain(installation, place.chainId);
    const [, second] = chain.world.peers;
    if (second === undefined) throw new Error('The chain has one peer.');
    const gateway = new GatewayClient(await chain.clients.peer(second));
    const answer = await gateway.evaluate('orders', 'paper', { fn: 'ReadAsset', args: ['before-all'] });
    expect(Buffer.from(answer).toString()).toContain('"ada"');
    expect(await gateway.submit('orders', 'paper', created('by-the-new-peer'))).toMatchObject({
      validationCode: 'VALID',
    });
  });

  it('is in the connection profiles, and among the peers of the channel', async () => {
    const profile = await new ArtifactStore(installation.layout.artifacts).read(
      place.chainId,
      'connection-profiles/org1.json',
    );
    expect(profile.toString()).toContain('peer1.org1.small.internal');
    expect(await installation.database.store.channelNodes.ofChannel(place.channelId)).toEqual({
      orderer0: 'joined',
      'peer0-org1': 'joined',
      'peer1-org1': 'joined',
    });
  });
});

describe('a peer that joins by snapshot', () => {
  it('has the state without the blocks before it, and leaves no copy of the snapshot', async () => {
    expect(await installation.run('peer.add', input(2, 'snapshot'))).toMatchObject(succeeded);
    await using chain = await openChain(installation, place.chainId);
    const third = chain.world.peers.find(({ plan }) => plan.name === 'peer2-org1');
    if (third === undefined) throw new Error('There is no third peer.');
    const peer = await chain.clients.peer(third);
    await expect(peer.blockByNumber('orders', 0)).rejects.toThrow();
    const gateway = new GatewayClient(peer);
    const answer = await gateway.evaluate('orders', 'paper', { fn: 'ReadAsset', args: ['before-all'] });
    expect(Buffer.from(answer).toString()).toContain('"ada"');
    const files = await readdir(installation.layout.nodes, { recursive: true });
    expect(files.filter((path) => /snapshots\/(completed|joining)\/.*\d/.test(path))).toEqual([]);
  });
});

describe('a peer that is removed', () => {
  it('leaves its channels, hands over its role as anchor peer, and goes, while no other node restarts', async () => {
    const { ['peer0-org1']: gone, ...others } = await processes();
    const remove = {
      chainId: place.chainId,
      organization: 'org1',
      node: 'peer0-org1',
      channels: [{ channelId: place.channelId }],
    };
    expect(await installation.run('peer.remove', remove)).toMatchObject(succeeded);
    expect(gone).toEqual(expect.any(Number));
    expect(await processes()).toEqual(others);
    const { store } = installation.database;
    const next = await store.nodes.byName(place.chainId, 'peer1-org1');
    const { anchorPeers } = await store.channels.get(place.channelId);
    expect(anchorPeers).toEqual({ org1: [`127.0.0.1:${next?.ports['grpc']}`] });
    expect(await store.channelNodes.ofChannel(place.channelId)).not.toHaveProperty('peer0-org1');
    await using chain = await openChain(installation, place.chainId);
    const [first] = chain.world.peers;
    if (first === undefined) throw new Error('There is no peer.');
    const peer = await chain.clients.peer(first);
    const { config } = configFromBlock(await peer.configBlock('orders'));
    expect(describeChannel(config).application.organizations).toMatchObject([
      { anchorPeers: [{ port: next?.ports['grpc'] }] },
    ]);
    expect(await new GatewayClient(peer).submit('orders', 'paper', created('without-it'))).toMatchObject({
      validationCode: 'VALID',
    });
  });
});

describe('a peer whose addition is rolled back', () => {
  it('leaves nothing behind', async () => {
    const id = await installation.ask('peer.add', input(3));
    await installation.reported(id, /peer3-org1 has joined orders/);
    await installation.act('cancel', id);
    const store = installation.database.store;
    expect(await installation.act('rollback', id)).toMatchObject({ state: 'rolled_back' });
    expect(await store.nodes.byName(place.chainId, 'peer3-org1')).toBeNull();
    expect(Object.keys(await store.channelNodes.ofChannel(place.channelId))).not.toContain('peer3-org1');
    const identities = await store.identities.ofChain(place.chainId);
    expect(identities.filter(({ name }) => name === 'peer3-org1')).toEqual([]);
    expect(await processesOf('peer3-org1', place.chainId)).toEqual([]);
  });
});

import { ArtifactStore } from '@heddle/artifacts';
import type { LedgerSource } from '@heddle/contracts';
import { configFromBlock, describeChannel, GatewayClient } from '@heddle/fabric';
import { namespaceOf } from '@heddle/k8s';
import { openChain } from './testing/chain-clients';
import { goSample, upload } from './testing/chaincode-sources';
import { askDeploy, type Place } from './testing/chaincodes';
import { defineChainOn, kubectl, objectsOf, sharedFolder } from './testing/clusters';
import { leftovers, NOTHING_LEFT } from './testing/leftovers';
import { CHAINCODE, CHANNEL } from './testing/serving-chain';
import { defineChannel } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';
import { underSubmits } from './testing/under-submits';

jest.setTimeout(240_000);

const succeeded = { state: 'succeeded', error: null };

let installation: TestInstallation;
let place: Place;

beforeAll(async () => {
  installation = await TestInstallation.open({ shared: sharedFolder() });
  await installation.startWorker();
  const chainId = await defineChainOn(installation, 'changing');
  expect(await installation.run('chain.create', { chainId })).toMatchObject(succeeded);
  const channelId = await defineChannel(installation, chainId, CHANNEL);
  place = { chainId, channelId };
  expect(await installation.run('channel.create', place)).toMatchObject(succeeded);
  const source = await upload(installation, await goSample());
  const { id } = await askDeploy(installation, place, { name: CHAINCODE, version: '1.0', source });
  expect(await installation.finished(id)).toMatchObject(succeeded);
  await submit('first');
});
afterAll(() => installation.dispose());

const within = (...args: string[]) => kubectl(['--namespace', namespaceOf(place.chainId), ...args]);

/** Each pod of the chain with how often it was restarted. */
async function pods(): Promise<string[]> {
  const columns = 'name:.metadata.name,uid:.metadata.uid,restarts:.status.containerStatuses[*].restartCount';
  const lines = (await within('get', 'pods', '--no-headers', '--output', `custom-columns=${columns}`)).split('\n');
  return lines.filter((line) => line !== '');
}

/** The objects that a node has for itself, as `kind/name`. */
async function objectsNamedAfter(node: string): Promise<string[]> {
  const kinds = 'statefulset,pod,service,configmap,secret,persistentvolumeclaim';
  const lines = (await within('get', kinds, '--output', 'name')).split('\n');
  return lines.filter((line) => line.includes(node)).sort();
}

/** Deletes the claims of a node behind Heddle's back. */
async function loseVolumes(node: string): Promise<void> {
  const { runtimes, close } = await installation.runtimes();
  await runtimes.stop({ chainId: place.chainId, names: [node] });
  await close();
  await within('delete', 'persistentvolumeclaim', '--selector', `heddle.dev/node=${node}`);
}

async function clientOf(chain: Awaited<ReturnType<typeof openChain>>, name: string) {
  const node = chain.world.peers.find(({ plan }) => plan.name === name);
  if (node === undefined) throw new Error(`There is no ${name}.`);
  return chain.clients.peer(node);
}

async function submit(id: string, by = 'peer0-org1'): Promise<void> {
  await using chain = await openChain(installation, place.chainId);
  const gateway = new GatewayClient(await clientOf(chain, by));
  const call = { fn: 'CreateAsset', args: [id, 'ada', 'blue', '1'] };
  expect(await gateway.submit(CHANNEL, CHAINCODE, call)).toMatchObject({ validationCode: 'VALID' });
}

async function expectToKnow(name: string, id: string): Promise<void> {
  await using chain = await openChain(installation, place.chainId);
  const gateway = new GatewayClient(await clientOf(chain, name));
  const answer = await gateway.evaluate(CHANNEL, CHAINCODE, { fn: 'ReadAsset', args: [id] });
  expect(Buffer.from(answer).toString()).toContain('"ada"');
}

const profile = async () =>
  (
    await new ArtifactStore(installation.layout.artifacts).read(place.chainId, 'connection-profiles/org1.json')
  ).toString();

const addPeer = (ordinal: number, from: LedgerSource) =>
  installation.run('peer.add', {
    chainId: place.chainId,
    organization: 'org1',
    ordinal,
    node: `peer${ordinal}-org1`,
    channels: [{ channelId: place.channelId, from }],
  });

/** Names of the channel's consenters and of the orderers whose addresses it publishes. */
async function orderers(): Promise<{ consenters: string[]; endpoints: string[] }> {
  await using chain = await openChain(installation, place.chainId);
  const { config } = configFromBlock(await (await clientOf(chain, 'peer0-org1')).configBlock(CHANNEL));
  const { orderer } = describeChannel(config);
  const named = (address: string) => address.split('.')[0] ?? '';
  return {
    consenters: orderer.consenters.map(({ host }) => named(host)),
    endpoints: orderer.organizations.flatMap(({ ordererEndpoints }) => ordererEndpoints.map(named)),
  };
}

describe('a peer that is added on a cluster', () => {
  it('serves the channel from its first block, while no other pod restarts', async () => {
    const before = await pods();
    expect(await addPeer(1, 'genesis')).toMatchObject(succeeded);
    expect(await pods()).toEqual(expect.arrayContaining(before));
    await expectToKnow('peer1-org1', 'first');
    await submit('by-the-second', 'peer1-org1');
    expect(await profile()).toContain(`peer1-org1.${namespaceOf(place.chainId)}.svc`);
  });

  it('serves it from a snapshot, of which no copy is left', async () => {
    const before = await pods();
    expect(await addPeer(2, 'snapshot')).toMatchObject(succeeded);
    expect(await pods()).toEqual(expect.arrayContaining(before));
    await expectToKnow('peer2-org1', 'by-the-second');
    await submit('by-the-third', 'peer2-org1');
    {
      await using chain = await openChain(installation, place.chainId);
      await expect((await clientOf(chain, 'peer2-org1')).blockByNumber(CHANNEL, 0)).rejects.toThrow();
    }
    for (const name of ['peer0-org1', 'peer1-org1', 'peer2-org1']) {
      const files = await within('exec', `${name}-0`, '--', 'find', '/var/heddle/ledger/snapshots', '-type', 'f');
      expect(files).toBe('');
    }
    expect(await profile()).toContain(`peer2-org1.${namespaceOf(place.chainId)}.svc`);
  });
});

describe('a peer that is removed from a cluster', () => {
  it('leaves no object, while no other pod restarts', async () => {
    expect(await objectsNamedAfter('peer1-org1')).toEqual(
      expect.arrayContaining(['pod/peer1-org1-0', 'service/peer1-org1', 'statefulset.apps/peer1-org1']),
    );
    const others = (await pods()).filter((pod) => !pod.startsWith('peer1-org1-0'));
    const removed = await installation.run('peer.remove', {
      chainId: place.chainId,
      organization: 'org1',
      node: 'peer1-org1',
      channels: [{ channelId: place.channelId }],
    });
    expect(removed).toMatchObject(succeeded);
    expect(await objectsNamedAfter('peer1-org1')).toEqual([]);
    expect(await pods()).toEqual(others);
    expect(await profile()).not.toContain('peer1-org1');
    await submit('without-the-second');
  });
});

describe('an orderer on a cluster', () => {
  it('becomes a consenter with an address when it is added, while no other pod restarts', async () => {
    const before = await pods();
    const added = await installation.run('orderer.add', {
      chainId: place.chainId,
      organization: 'orderer',
      ordinal: 1,
      node: 'orderer1',
      channels: [{ channelId: place.channelId }],
    });
    expect(added).toMatchObject(succeeded);
    expect(await pods()).toEqual(expect.arrayContaining(before));
    expect(await orderers()).toEqual({ consenters: ['orderer0', 'orderer1'], endpoints: ['orderer0', 'orderer1'] });
    await submit('by-two-orderers');
  });

  it('gets its ledger again with the same identity, as a peer whose volume was deleted does', async () => {
    const { chainId, channelId } = place;
    const channels = [{ channelId }];
    expect(await installation.run('orderer.recreate', { chainId, node: 'orderer1', channels })).toMatchObject(
      succeeded,
    );
    expect(await orderers()).toEqual({ consenters: ['orderer0', 'orderer1'], endpoints: ['orderer0', 'orderer1'] });
    await loseVolumes('peer2-org1');
    const recreated = await installation.run('peer.recreate', {
      chainId,
      organization: 'org1',
      node: 'peer2-org1',
      channels: [{ channelId, from: 'genesis' }],
    });
    expect(recreated).toMatchObject(succeeded);
    await expectToKnow('peer2-org1', 'first');
    await submit('by-the-recreated', 'peer2-org1');
  });

  it('stops and starts, and is restarted with all others one after another, while transactions go on', async () => {
    const { chainId } = place;
    const before = await pods();
    const { acknowledged } = await underSubmits(installation, place, async () => {
      expect(await installation.run('node.stop', { chainId, node: 'peer2-org1' })).toMatchObject(succeeded);
      expect(await pods()).toHaveLength(before.length - 1);
      expect(await installation.run('node.start', { chainId, node: 'peer2-org1' })).toMatchObject(succeeded);
      expect(await installation.run('chain.restart', { chainId })).toMatchObject(succeeded);
    });
    const after = await pods();
    const nodes = (lines: string[]) => lines.filter((line) => /^(orderer|peer)/.test(line));
    expect(nodes(after)).toHaveLength(nodes(before).length);
    expect(nodes(after).filter((pod) => before.includes(pod))).toEqual([]);
    await using chain = await openChain(installation, chainId);
    for (const name of ['peer0-org1', 'peer2-org1']) {
      const peer = await clientOf(chain, name);
      for (const id of acknowledged) await peer.transactionById(CHANNEL, id);
    }
  });

  it('leaves the consenters and the cluster when it is removed', async () => {
    const others = (await pods()).filter((pod) => !pod.startsWith('orderer1-0'));
    const removed = await installation.run('orderer.remove', {
      chainId: place.chainId,
      node: 'orderer1',
      channels: [{ channelId: place.channelId }],
    });
    expect(removed).toMatchObject(succeeded);
    expect(await orderers()).toEqual({ consenters: ['orderer0'], endpoints: ['orderer0'] });
    expect(await objectsNamedAfter('orderer1')).toEqual([]);
    expect(await pods()).toEqual(others);
    await submit('by-one-orderer');
  });
});

describe('a chain whose nodes have changed', () => {
  it('is released without leftovers', async () => {
    const { chainId } = place;
    expect(await installation.run('chain.release', { chainId, keepLedgers: false })).toMatchObject(succeeded);
    expect(await leftovers(installation, chainId)).toEqual(NOTHING_LEFT);
    expect(await objectsOf(chainId)).toEqual([]);
  });
});

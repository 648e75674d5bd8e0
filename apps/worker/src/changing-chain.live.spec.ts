import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Node, OperationInput, OperationKind } from '@heddle/contracts';
import { toNode } from '@heddle/data';
import { decodeBlock, GatewayClient } from '@heddle/fabric';
import { openChain } from './testing/chain-clients';
import type { Place } from './testing/chaincodes';
import { servingChain } from './testing/serving-chain';
import { TestInstallation } from './testing/test-installation';
import { underSubmits } from './testing/under-submits';
import { until } from './testing/until';

jest.setTimeout(240_000);

let installation: TestInstallation;
let place: Place;
/** Ids of all transactions that were acknowledged so far. */
const acknowledged: string[] = [];

beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.startWorker();
  place = await servingChain(installation);
});
afterAll(() => installation.dispose());

type Changed = 'channels' | 'chainId';
type Rest<Kind extends OperationKind> = Omit<OperationInput<Kind>, Changed>;

/** Runs an operation on nodes that belong to the channel. */
async function run<Kind extends OperationKind>(kind: Kind, rest: Rest<Kind>, from?: 'genesis' | 'snapshot') {
  const { chainId, channelId } = place;
  const channels = [from === undefined ? { channelId } : { channelId, from }];
  const input = { chainId, ...rest, ...(NODES_ONLY.includes(kind) ? {} : { channels }) } as OperationInput<Kind>;
  expect(await installation.run(kind, input)).toMatchObject({ state: 'succeeded', error: null });
}
const NODES_ONLY: readonly OperationKind[] = ['node.stop', 'node.start', 'chain.restart'];

async function underLoad(work: () => Promise<unknown>): Promise<readonly string[]> {
  const submits = await underSubmits(installation, place, work);
  acknowledged.push(...submits.acknowledged);
  return submits.failures;
}

/** Deletes the volumes of a node behind Heddle's back. */
async function loseVolumes(name: string): Promise<void> {
  const nodes = await installation.nodes();
  await nodes.stop({ chainId: place.chainId, names: [name] });
  await rm(join(installation.layout.nodes, place.chainId, name, 'volumes'), { recursive: true });
  await nodes.start({ chainId: place.chainId, names: [name] });
}

async function nodeOf(name: string): Promise<Node> {
  const row = await installation.database.store.nodes.byName(place.chainId, name);
  if (row === null) throw new Error(`There is no ${name}.`);
  return toNode(row);
}

/** The node says that it has lost its ledger, and how to get it again. */
async function expectLossReported(name: string): Promise<void> {
  await until(async () => (await nodeOf(name)).health.status === 'degraded', `${name} reports its loss`);
  const { status, health } = await nodeOf(name);
  expect(status).toMatchObject({ state: 'running', reason: `${name} has lost its ledger of orders: recreate it` });
  expect(health.reasons.map(({ code }) => code)).toEqual(['ledger_lost']);
}

/** Nothing is missed any more. */
async function expectLossOver(name: string): Promise<void> {
  await until(async () => (await nodeOf(name)).health.status === 'healthy', `${name} has its ledger again`);
}

/** How often each transaction is valid in the blocks of a peer that has all of them. */
async function validOn(name: string): Promise<Map<string, number>> {
  await using chain = await openChain(installation, place.chainId);
  const node = chain.world.peers.find(({ plan }) => plan.name === name);
  if (node === undefined) throw new Error(`There is no ${name}.`);
  const peer = await chain.clients.peer(node);
  const { height } = await peer.channelInfo('orders');
  const counts = new Map<string, number>();
  for (let number = 0; number < height; number += 1) {
    const { transactions } = decodeBlock(await peer.blockByNumber('orders', number));
    for (const { transactionId: id, validationCode } of transactions) {
      if (validationCode === 'VALID') counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

describe('a chain that changes while transactions go on', () => {
  it('gets two peers and two orderers, and loses no transaction', async () => {
    const failures = await underLoad(async () => {
      await run('peer.add', { organization: 'org1', ordinal: 1, node: 'peer1-org1' }, 'genesis');
      await run('peer.add', { organization: 'org1', ordinal: 2, node: 'peer2-org1' }, 'genesis');
      await run('orderer.add', { organization: 'orderer', ordinal: 1, node: 'orderer1' });
      await run('orderer.add', { organization: 'orderer', ordinal: 2, node: 'orderer2' });
    });
    expect(failures).toEqual([]);
  });

  it('restarts all of its nodes, one after another', async () => {
    const before = await installation.database.store.nodes.ofChain(place.chainId);
    await underLoad(() => run('chain.restart', {}));
    const after = await installation.database.store.nodes.ofChain(place.chainId);
    const pids = (rows: typeof after) => rows.filter(({ kind }) => kind !== 'chaincode').map(({ pid }) => pid);
    expect(after.map(({ state }) => state)).not.toContain('crashed');
    expect(pids(after).filter((pid) => pids(before).includes(pid))).toEqual([]);
  });

  it('stops a node, which stays stopped until it is started and has all blocks', async () => {
    await underLoad(async () => {
      await run('node.stop', { node: 'peer2-org1' });
      const { store } = installation.database;
      expect(await store.nodes.byName(place.chainId, 'peer2-org1')).toMatchObject({ state: 'stopped', pid: null });
      await run('node.start', { node: 'peer2-org1' });
    });
  });

  it('recreates an orderer and a peer whose volumes were deleted', async () => {
    await loseVolumes('orderer2');
    await expectLossReported('orderer2');
    await underLoad(() => run('orderer.recreate', { node: 'orderer2' }));
    await expectLossOver('orderer2');
    await loseVolumes('peer2-org1');
    await expectLossReported('peer2-org1');
    await underLoad(() => run('peer.recreate', { organization: 'org1', node: 'peer2-org1' }, 'genesis'));
    await expectLossOver('peer2-org1');
  });

  it('loses its leader and a peer', async () => {
    await underLoad(async () => {
      await run('orderer.remove', { node: 'orderer0' });
      await run('peer.remove', { node: 'peer0-org1', organization: 'org1' });
    });
  });

  it('has every acknowledged transaction on every peer, exactly once', async () => {
    expect(acknowledged.length).toBeGreaterThan(50);
    for (const name of ['peer1-org1', 'peer2-org1']) {
      const valid = await validOn(name);
      expect(acknowledged.filter((id) => valid.get(id) !== 1)).toEqual([]);
    }
  });

  it('accepts transactions through what is left of it', async () => {
    await using chain = await openChain(installation, place.chainId);
    expect(chain.world.orderers.map(({ plan }) => plan.name)).toEqual(['orderer1', 'orderer2']);
    for (const node of chain.world.peers) {
      const gateway = new GatewayClient(await chain.clients.peer(node));
      const call = { fn: 'CreateAsset', args: [`by-${node.plan.name}`, 'ada', 'blue', '1'] };
      expect(await gateway.submit('orders', 'paper', call)).toMatchObject({ validationCode: 'VALID' });
    }
  });
});

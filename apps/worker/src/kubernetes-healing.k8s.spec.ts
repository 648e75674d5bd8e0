import { chainRoom, type ChainId, type LivePayload, type Node } from '@heddle/contracts';
import { namespaceOf } from '@heddle/k8s';
import { goSample, upload } from './testing/chaincode-sources';
import { askDeploy } from './testing/chaincodes';
import { openChain, type OpenChain } from './testing/chain-clients';
import { kubectl, objectsOf, registerCluster, sharedFolder } from './testing/clusters';
import { defineChannel } from './testing/small-chain';
import { SubmitStream } from './testing/submit-stream';
import { TestInstallation } from './testing/test-installation';
import { until } from './testing/until';

jest.setTimeout(240_000);

const CHANNEL = 'orders';
const CHAINCODE = 'paper';
/** Transactions that are acknowledged before, during and after failures of nodes. */
const SOME = 5;

let installation: TestInstallation;
let chainId: ChainId;
let chain: OpenChain;
let stream: SubmitStream;

beforeAll(async () => {
  installation = await TestInstallation.open({ shared: sharedFolder() });
  await registerCluster(installation, 'here');
  await installation.startWorker();
  chainId = await installation.defineChain({
    name: 'healing',
    runtime: 'kubernetes',
    cluster: 'here',
    ordering: { orderers: 3 },
    organizations: [{ name: 'org1', peers: 2 }],
  });
  await succeeded(installation.run('chain.create', { chainId }));
  const channelId = await defineChannel(installation, chainId, CHANNEL);
  await succeeded(installation.run('channel.create', { chainId, channelId }));
  const source = await upload(installation, await goSample());
  const { id } = await askDeploy(installation, { chainId, channelId }, { name: CHAINCODE, version: '1.0', source });
  await succeeded(installation.finished(id));
  chain = await openChain(installation, chainId);
  stream = new SubmitStream(chain, CHANNEL, CHAINCODE);
});
afterAll(async () => {
  await stream.stop();
  await chain[Symbol.asyncDispose]();
  await installation.dispose();
});

async function succeeded(operation: ReturnType<TestInstallation['finished']>): Promise<void> {
  expect(await operation).toMatchObject({ state: 'succeeded', error: null });
}

const within = (...args: string[]) => kubectl(['--namespace', namespaceOf(chainId), ...args]);

const uidOf = (pod: string) => within('get', 'pod', pod, '--ignore-not-found', '--output', 'jsonpath={.metadata.uid}');

async function rowOf(name: string) {
  const row = await installation.database.store.nodes.byName(chainId, name);
  if (row === null) throw new Error(`There is no ${name}.`);
  return row;
}

/** What the chain's live feed has published since a sequence. */
async function publishedSince(seq: number): Promise<LivePayload[]> {
  const { events } = await installation.database.store.live.read(chainRoom(chainId), seq, 10_000);
  return events.map(({ payload }) => payload);
}

async function now(): Promise<number> {
  const room = chainRoom(chainId);
  return (await installation.database.store.live.lastSeqs([room])).get(room) ?? 0;
}

async function moreTransactions(): Promise<void> {
  const goal = stream.acknowledged.length + SOME;
  await until(() => Promise.resolve(stream.acknowledged.length >= goal), 'more transactions are acknowledged');
}

/**
 * Disturbs a node while transactions continue. Returns the published states of the node until it and the chain run
 * again.
 */
async function hurt(name: string, how: () => Promise<unknown>): Promise<Node['status'][]> {
  await moreTransactions();
  const before = await now();
  await how();
  const published = async () =>
    (await publishedSince(before)).flatMap((one) =>
      one.topic === 'node' && one.node.name === name ? [one.node.status] : [],
    );
  await until(
    async () => (await published()).some(({ state }) => state !== 'running'),
    `${name} is reported as not running`,
  );
  await until(async () => (await published()).at(-1)?.state === 'running', `${name} runs again`);
  await until(
    async () => (await installation.database.store.chains.get(chainId)).state === 'running',
    'the chain runs',
  );
  await moreTransactions();
  const reasons = (await publishedSince(before)).flatMap((one) =>
    one.topic === 'chain' ? [one.chain.status.reason] : [],
  );
  expect(reasons).toContainEqual(
    expect.stringMatching(new RegExp(`\\b${name} is (starting|crashed|unready|stopped) \\(.+\\)`)),
  );
  return published();
}

/** Every state except the last one has a reason. */
function expectExplained(statuses: readonly Node['status'][]): void {
  const halting = statuses.filter(({ state }) => state !== 'running');
  for (const { reason } of halting) expect(reason).toMatch(/\S+ \S+/);
}

describe('a chain under load, on a cluster that loses pods and processes', () => {
  it.each(['peer0-org1', 'orderer0'])('heals when the pod of %s is deleted', async (name) => {
    const pod = `${name}-0`;
    const uid = await uidOf(pod);
    expectExplained(await hurt(name, () => within('delete', 'pod', pod, '--wait=false')));
    expect(await uidOf(pod)).not.toBe(uid);
  });

  it('heals when a pod is deleted without a grace period', async () => {
    const statuses = await hurt('peer1-org1', () =>
      within('delete', 'pod', 'peer1-org1-0', '--grace-period=0', '--force'),
    );
    expectExplained(statuses);
  });

  it.each(['peer0-org1', 'orderer1'])('heals when the process of %s dies, and counts the restart', async (name) => {
    const pod = `${name}-0`;
    const uid = await uidOf(pod);
    // Go's runtime ends a program on this signal with a stack trace and exit code 2.
    const statuses = await hurt(name, () => within('exec', pod, '--', 'sh', '-c', 'kill -QUIT 1'));
    expectExplained(statuses);
    expect(await uidOf(pod)).toBe(uid);
    expect((await rowOf(name)).restarts).toBe(1);
  });

  it('has every acknowledged transaction on the ledger of every peer', async () => {
    await stream.stop();
    const { world, clients } = chain;
    expect(stream.acknowledged.length).toBeGreaterThanOrEqual(10 * SOME);
    expect(new Set(stream.acknowledged).size).toBe(stream.acknowledged.length);
    for (const node of world.peers) {
      const peer = await clients.peer(node);
      const found = await Promise.all(stream.acknowledged.map((id) => peer.transactionById(CHANNEL, id)));
      // TxValidationCode VALID
      expect(found.map((transaction) => transaction.getValidationcode()).filter((code) => code !== 0)).toEqual([]);
    }
  });

  it('is released without leftovers', async () => {
    await succeeded(installation.run('chain.release', { chainId, keepLedgers: false }));
    expect(await objectsOf(chainId)).toEqual([]);
  });
});

import { channelScope, chainRoom, type ChainId, type LivePayload } from '@heddle/contracts';
import { stopAll } from '@heddle/local';
import type { NodeObservation, RuntimeDriver } from '@heddle/runtime';
import { createChain, defineChannel, SMALL } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';
import { until } from './testing/until';
import type { WorkerProcess } from './worker';

jest.setTimeout(60_000);

let installation: TestInstallation;
let worker: WorkerProcess;
let nodes: RuntimeDriver;
let chainId: ChainId;

beforeAll(async () => {
  installation = await TestInstallation.open();
  worker = await installation.startWorker();
  nodes = await installation.nodes();
  chainId = await createChain(installation);
});
afterAll(() => installation.dispose());

const chain = () => installation.database.store.chains.get(chainId);
const reaches = (state: string) => until(async () => (await chain()).state === state, `the chain is ${state}`);

async function published(): Promise<LivePayload[]> {
  const { events } = await installation.database.store.live.read(chainRoom(chainId), 0, 1_000);
  return events.map(({ payload }) => payload);
}

/** States of the chain and of one node in the order in which they were published. */
async function story(node: string): Promise<string[]> {
  const lines = (await published()).flatMap((payload) => {
    if (payload.topic === 'chain') return [`chain ${payload.chain.status.state}`];
    return payload.topic === 'node' && payload.node.name === node ? [`${node} ${payload.node.status.state}`] : [];
  });
  return lines.filter((line, index) => line !== lines[index - 1]);
}

async function seen(name: string): Promise<NodeObservation> {
  const [observation] = await nodes.status({ chainId, names: [name] });
  if (observation === undefined) throw new Error(`There is no ${name}.`);
  return observation;
}

async function nodeId(name: string) {
  const row = await installation.database.store.nodes.byName(chainId, name);
  if (row === null) throw new Error(`There is no ${name}.`);
  return row.id;
}

describe('nodes of a running chain', () => {
  it('are restarted when one is killed, and the live feed reports its name', async () => {
    const before = (await story('peer0-org1')).length;
    const { pid } = await seen('peer0-org1');
    process.kill(pid ?? 0, 'SIGKILL');
    await until(async () => (await seen('peer0-org1')).pid !== pid, 'the peer is restarted');
    await until(async () => (await story('peer0-org1')).includes('chain degraded'), 'the chain is degraded');
    await reaches('running');
    const news = (await story('peer0-org1')).slice(before);
    expect(news).toEqual(expect.arrayContaining(['chain degraded', 'peer0-org1 running', 'chain running']));
    expect(news.at(-1)).toBe('chain running');
    const reasons = (await published()).flatMap((one) => (one.topic === 'chain' ? [one.chain.status.reason] : []));
    expect(reasons).toContainEqual(expect.stringMatching(/^peer0-org1 is (crashed|starting) \(.+\)$/));
    expect((await seen('peer0-org1')).restarts).toBe(1);
  });

  it('are restarted one by one on request', async () => {
    const [orderer, peer] = [await seen('orderer0'), await seen('peer0-org1')];
    const operation = await installation.run('node.restart', { chainId, nodeId: await nodeId('peer0-org1') });
    expect(operation).toMatchObject({ state: 'succeeded', error: null });
    expect((await seen('peer0-org1')).pid).not.toBe(peer.pid);
    expect(await seen('peer0-org1')).toMatchObject({ state: 'running', restarts: 1 });
    expect((await seen('orderer0')).pid).toBe(orderer.pid);
  });

  it('stop and start together with the product', async () => {
    await installation.stopWorker(worker);
    await stopAll(installation.layout.nodes, { graceMs: 5_000 });
    expect((await nodes.status({ chainId })).map(({ state }) => state)).toEqual(['stopped', 'stopped']);
    worker = await installation.startWorker();
    await until(
      async () => (await nodes.status({ chainId })).every(({ state }) => state === 'running'),
      'every node runs again',
    );
    await reaches('running');
    expect((await nodes.status({ chainId })).map(({ restarts }) => restarts)).toEqual([0, 1]);
  });
});

describe('two workers side by side', () => {
  it('share the operations of an installation, each of which runs once', async () => {
    await installation.startWorker();
    const chains = [chainId, await createChain(installation, { ...SMALL, name: 'second' })];
    const ids = await Promise.all(
      chains.flatMap((id) =>
        ['alpha', 'beta', 'gamma'].map(async (name) => {
          const channelId = await defineChannel(installation, id, name);
          return installation.ask('channel.create', { chainId: id, channelId }, channelScope(channelId));
        }),
      ),
    );
    const owners = new Set<string>();
    await until(async () => {
      for (const { owner } of await holders()) owners.add(owner);
      return owners.size === 2;
    }, 'both workers hold operations');
    const operations = await Promise.all(ids.map((id) => installation.finished(id)));
    expect(operations.map(({ state, error }) => [state, error])).toEqual(ids.map(() => ['succeeded', null]));
    for (const id of ids) {
      const messages = (await installation.events(id)).map(({ message }) => message);
      expect(messages.filter((message) => message === 'Step config started')).toHaveLength(1);
    }
  });
});

/** The workers that hold operations now. */
function holders(): Promise<{ owner: string }[]> {
  return installation.database.dataSource.query<{ owner: string }[]>(
    'SELECT DISTINCT leaseOwner AS owner FROM operations WHERE leaseOwner IS NOT NULL',
  );
}

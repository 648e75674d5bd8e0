import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { ChainId, OperationId } from '@heddle/contracts';
import { brokenFabricHome, emptyFabricHome, slowFabricHome, type SlowFabricHome } from './testing/fabric-homes';
import { leftovers, NOTHING_LEFT } from './testing/leftovers';
import { SMALL } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(60_000);

let installation: TestInstallation;
beforeEach(async () => {
  installation = await TestInstallation.open();
});
afterEach(() => installation.dispose());

describe('a chain whose nodes cannot start', () => {
  it('fails with the cause, and continues from the failed step once the cause is removed', async () => {
    const lame = await installation.startWorker({ fabricHome: await emptyFabricHome(installation.folder) });
    const chainId = await installation.defineChain(SMALL);

    const missing = await installation.run('chain.create', { chainId });
    expect(missing).toMatchObject({
      state: 'failed',
      error: {
        step: 'nodes',
        code: 'binary_missing',
        message: expect.stringMatching(
          /^The program orderer was not found \(looked in .*fabric-empty\/bin\)\.$/,
        ) as string,
        remedy: expect.stringContaining('FABRIC_HOME') as string,
      },
    });
    expect(await installation.database.store.chains.get(chainId)).toMatchObject({
      state: 'failed',
      stateReason: missing.error?.message,
    });
    await installation.stopWorker(lame);
    await installation.startWorker();

    const { port, free } = await takePort(installation, chainId);
    const taken = await installation.act('retry', missing.id);
    expect(taken).toMatchObject({
      state: 'failed',
      error: {
        step: 'nodes',
        code: 'port_taken',
        message: `Port ${port} (grpc of peer0-org1) is used by another process.`,
        remedy: expect.stringContaining(`port ${port}`) as string,
      },
    });
    await free();

    expect(await installation.act('retry', missing.id)).toMatchObject({ state: 'succeeded', error: null, attempt: 3 });
    expect((await installation.database.store.chains.get(chainId)).state).toBe('running');
  });
});

describe('a chain with a node that ends by itself', () => {
  it('reports the node’s last log lines, runs after a correction, and leaves nothing behind when it is released', async () => {
    const { fabricHome = '' } = installation.settings;
    const home = await brokenFabricHome(installation.folder, fabricHome, 'panic: the ledger is not where it was');
    const lame = await installation.startWorker({ fabricHome: home });
    const [chainId, other] = [
      await installation.defineChain(SMALL),
      await installation.defineChain({ ...SMALL, name: 'other' }),
    ];
    const failed = await Promise.all([chainId, other].map((id) => installation.run('chain.create', { chainId: id })));
    for (const { state, error } of failed) {
      expect([state, error]).toMatchObject([
        'failed',
        {
          step: 'ready',
          code: 'node_failed',
          message: 'orderer0 ended by itself.',
          cause: expect.stringMatching(/^Its last log lines:\n(.*\n)*panic: the ledger is not where it was$/) as string,
          remedy: expect.stringContaining('log of orderer0') as string,
        },
      ]);
    }
    await installation.stopWorker(lame);
    await installation.startWorker();
    for (const { id } of failed.slice(0, 1)) {
      expect(await installation.act('retry', id)).toMatchObject({ state: 'succeeded', error: null });
    }
    expect(await installation.run('chain.release', { chainId: other, keepLedgers: false })).toMatchObject({
      state: 'succeeded',
    });
    expect(await leftovers(installation, other)).toEqual(NOTHING_LEFT);
    expect((await installation.database.store.chains.get(chainId)).state).toBe('running');
  });
});

describe('a chain that is cancelled while it waits for its nodes', () => {
  let slow: SlowFabricHome;
  beforeEach(async () => {
    const { fabricHome = '' } = installation.settings;
    slow = await slowFabricHome(installation.folder, fabricHome);
    await installation.startWorker({ fabricHome: slow.home });
  });

  async function cancelled(name: string): Promise<{ chainId: ChainId; id: OperationId }> {
    const chainId = await installation.defineChain({ ...SMALL, name });
    const id = await installation.ask('chain.create', { chainId });
    await installation.reported(id, /1 of 2 nodes ready, orderer0: /);
    const operation = await installation.act('cancel', id);
    expect(operation).toMatchObject({ state: 'cancelled', error: null, cancelledBy: 'tester' });
    expect(operation.steps.map(({ state }) => state)).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
      'succeeded',
      'cancelled',
    ]);
    return { chainId, id };
  }

  it('ends at once, and runs after a retry', async () => {
    const { chainId, id } = await cancelled('patient');
    await slow.open();
    expect(await installation.act('retry', id)).toMatchObject({ state: 'succeeded', error: null });
    expect((await installation.database.store.chains.get(chainId)).state).toBe('running');
  });

  it('leaves nothing behind when it is rolled back or released', async () => {
    const [withdrawn, released] = [await cancelled('withdrawn'), await cancelled('released')];
    expect(await installation.act('rollback', withdrawn.id)).toMatchObject({ state: 'rolled_back', error: null });
    expect(await leftovers(installation, withdrawn.chainId)).toEqual(NOTHING_LEFT);
    const { chainId } = released;
    expect(await installation.run('chain.release', { chainId, keepLedgers: false })).toMatchObject({
      state: 'succeeded',
      error: null,
    });
    expect(await leftovers(installation, chainId)).toEqual(NOTHING_LEFT);
    for (const one of [withdrawn, released]) {
      expect((await installation.database.store.chains.get(one.chainId)).state).toBe('released');
    }
  });
});

/** Listens on the port that is planned for the chain's peer. */
async function takePort({ database }: TestInstallation, chainId: ChainId) {
  const port = (await database.store.nodes.byName(chainId, 'peer0-org1'))?.ports['grpc'] ?? 0;
  const server: Server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const free = async () => {
    server.close();
    await once(server, 'close');
  };
  return { port, free };
}

import { randomUUID } from 'node:crypto';
import { ChainId, ChainSpec, type UserId } from '@heddle/contracts';
import type { RuntimeDriver } from '@heddle/runtime';
import { shareOf } from './reconciler/share-moves';
import { SMALL } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';
import { until } from './testing/until';
import { WorkerProgram } from './testing/worker-program';

jest.setTimeout(120_000);

const PEER = 'peer0-org1';

let installation: TestInstallation;
let program: WorkerProgram;
let nodes: RuntimeDriver;

beforeAll(async () => {
  [installation, program] = await Promise.all([TestInstallation.open(), WorkerProgram.build()]);
  nodes = await installation.nodes();
});
afterAll(async () => {
  await program.remove();
  await installation.dispose();
});

/** A chain of the share that the first worker gives away first. */
async function runningChain(): Promise<ChainId> {
  let id = ChainId.parse(randomUUID());
  while (shareOf(id) > 0) id = ChainId.parse(randomUUID());
  const ownerId = randomUUID() as UserId;
  await installation.database.transaction((store) =>
    store.chains.create({ id, spec: ChainSpec.parse(SMALL), ownerId }),
  );
  const { state } = await installation.run('chain.create', { chainId: id });
  expect(state).toBe('succeeded');
  return id;
}

async function ownerOf(chainId: ChainId): Promise<string | undefined> {
  const holders = await installation.database.store.leases.holders('reconciler-share:');
  return [...holders].find(([name]) => Number(name.split(':')[1]) === shareOf(chainId))?.[1];
}

async function pidOf(chainId: ChainId): Promise<number | null> {
  const [seen] = await nodes.status({ chainId, names: [PEER] });
  return seen?.pid ?? null;
}

async function isRestarted(chainId: ChainId): Promise<void> {
  const before = await pidOf(chainId);
  process.kill(before ?? 0, 'SIGKILL');
  await until(async () => {
    const pid = await pidOf(chainId);
    return pid !== null && pid !== before;
  }, `${PEER} is restarted`);
}

it('a chain moves to a worker that joins, which tends it, and back when that worker is killed', async () => {
  await installation.startWorker();
  const chainId = await runningChain();
  const first = await ownerOf(chainId);
  expect(first).toBeDefined();

  const kill = program.start(installation.environment);
  await until(async () => ![undefined, first].includes(await ownerOf(chainId)), 'the second worker has the chain');
  await isRestarted(chainId);
  expect(await ownerOf(chainId)).not.toBe(first);

  await kill();
  await isRestarted(chainId);
  expect(await ownerOf(chainId)).toBe(first);
});

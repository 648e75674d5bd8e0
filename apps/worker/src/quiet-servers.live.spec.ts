import { observedChains, type Database } from '@heddle/data';
import { DEFAULT_LIMITS } from './limits';
import { RegistrationWatch } from './reconciler/registration-watch';
import type { WatchedChain } from './reconciler/watched-chain';
import type { OpenRuntimes } from './runtimes/open-runtimes';
import type { WorkerServices } from './services';
import { goSample, upload } from './testing/chaincode-sources';
import { askDeploy, type Place } from './testing/chaincodes';
import { CountingForward } from './testing/counting-forward';
import { servingChain } from './testing/serving-chain';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(240_000);

let installation: TestInstallation;
let place: Place;
let opened: OpenRuntimes;
/** Connections to chaincode servers, by name. */
const forwards = new Map<string, CountingForward>();

beforeAll(async () => {
  installation = await TestInstallation.open();
  const worker = await installation.startWorker();
  place = await servingChain(installation);
  const source = await upload(installation, await goSample());
  const { id, chaincodeId } = await askDeploy(installation, place, { name: 'second', version: '1.0', source });
  expect(await installation.finished(id)).toMatchObject({ state: 'succeeded', error: null });
  await installation.stopWorker(worker);
  // One server whose peers a second stream would disturb.
  await installation.database.transaction(async ({ chaincodes }) => {
    const { committedDefinitionId } = await chaincodes.get(chaincodeId);
    if (committedDefinitionId === null) throw new Error('It is not committed.');
    await chaincodes.updateDefinition(committedDefinitionId, { language: 'java' });
  });
  opened = await installation.runtimes();
});
afterAll(async () => {
  for (const forward of forwards.values()) await forward[Symbol.asyncDispose]();
  await opened.close();
  await installation.dispose();
});

/** Tables of the queries that the work sends. */
async function tablesIn({ store }: Database, work: () => Promise<unknown>): Promise<string[]> {
  const tables: string[] = [];
  const { dataSource: connection } = store.manager;
  const { logger } = connection;
  connection.logger = Object.assign(Object.create(logger) as typeof logger, {
    logQuery: (query: string) => tables.push(/FROM "(\w+)"/.exec(query)?.[1] ?? query),
  });
  await work();
  connection.logger = logger;
  return tables.sort();
}

async function services(): Promise<WorkerServices> {
  const { database } = installation;
  const runtimes = Object.create(opened.runtimes, {
    dial: {
      value: async (...[node, port]: Parameters<OpenRuntimes['runtimes']['dial']>) => {
        const forward = await CountingForward.open(await opened.runtimes.dial(node, port));
        forwards.set(node.name, forward);
        return forward.address;
      },
    },
  }) as OpenRuntimes['runtimes'];
  const part: Partial<WorkerServices> = {
    database,
    sealer: await installation.sealer(),
    runtimes,
    limits: { ...DEFAULT_LIMITS, serverLookMs: 0 },
  };
  return part as WorkerServices;
}

async function watchedChain({ store }: Database): Promise<WatchedChain> {
  const chain = (await store.chains.active()).find(({ id }) => id === place.chainId);
  const [watched] = chain === undefined ? [] : await observedChains(store, [chain]);
  if (watched === undefined) throw new Error('The chain is not active.');
  return watched;
}

it('servers that still register cost one load of their chain, and afterwards neither a query nor a connection', async () => {
  const { database } = installation;
  const using = await services();
  const watched = await watchedChain(database);
  const watch = new RegistrationWatch();
  const failures: unknown[] = [];
  const log = { debug: () => undefined, info: () => undefined, error: () => undefined };
  const options = {
    owner: 'tester',
    log: { ...log, warn: (details: unknown) => failures.push(details) },
    signal: AbortSignal.timeout(120_000),
    maxAgeMs: 0,
  };
  const look = async () => {
    watch.look(using, watched, options);
    await watch.settled();
  };

  const first = await tablesIn(database, look);
  expect(first.filter((table) => table === 'identities')).toHaveLength(1);
  expect(first.filter((table) => table === 'organizations')).toHaveLength(1);
  const later = await tablesIn(database, async () => {
    for (let looks = 0; looks < 10; looks += 1) await look();
  });
  expect(later).toEqual([]);
  expect([...forwards.values()].map(({ count }) => count)).toEqual([1, 1]);
  expect(failures).toEqual([]);
  await watch.close();
});

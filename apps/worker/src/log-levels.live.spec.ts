import { monitoringTls, readOperations } from '@heddle/runtime';
import { operationsAccesses } from './runtimes/operations-accesses';
import { createChain } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';
import { until } from './testing/until';

jest.setTimeout(60_000);

let installation: TestInstallation;
beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.startWorker();
});
afterAll(() => installation.dispose());

it('is reset when its time is over', async () => {
  const { database } = installation;
  const chainId = await createChain(installation);
  const peer = await database.store.nodes.byName(chainId, 'peer0-org1');
  if (peer === null) throw new Error('There is no peer.');
  const { runtimes, close } = await installation.runtimes();
  const access = await operationsAccesses({ database, sealer: await installation.sealer() })(chainId);
  const port = peer.ports['operations'] ?? 0;
  const level = async () => {
    const tls = access && monitoringTls(access);
    return JSON.parse((await readOperations({ host: peer.host, port, path: '/logspec', tls })).body) as unknown;
  };
  await runtimes.setLogSpec({ chainId, name: peer.name }, 'gossip=debug:info');
  expect(await level()).toEqual({ spec: 'gossip=debug:info' });
  const now = Date.now();
  const logLevel = {
    spec: 'gossip=debug:info',
    since: new Date(now - 2_000).toISOString(),
    until: new Date(now - 1_000).toISOString(),
  };
  await database.transaction((store) => store.nodes.update(peer.id, { logLevel }));
  await until(async () => (await database.store.nodes.get(peer.id)).logLevel === null, 'the level is reset');
  expect(await level()).toEqual({ spec: 'info' });
  await close();
});

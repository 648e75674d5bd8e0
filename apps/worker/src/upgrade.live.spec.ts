import { GatewayClient } from '@heddle/fabric';
import { mariaDbDatabases, sqliteDatabases, type TestDatabases } from '@heddle/testing';
import { openChain } from './testing/chain-clients';
import type { Place } from './testing/chaincodes';
import {
  columnsOf,
  environmentOf,
  migrationsOf,
  readEarlierChain,
  startEarlierChain,
  type EarlierChain,
} from './testing/earlier-version/earlier-chain';
import { CHAINCODE, CHANNEL } from './testing/serving-chain';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(120_000);

describe.each([
  ['SQLite', sqliteDatabases],
  ['MariaDB', mariaDbDatabases],
])('a data folder of the version before the inventory, on %s', (_name, start: () => Promise<TestDatabases>) => {
  let databases: TestDatabases;
  let installation: TestInstallation;
  let earlier: EarlierChain;
  let place: Place;
  let pids: Map<string, number | null>;

  beforeAll(async () => {
    databases = await start();
    installation = await TestInstallation.open({ databaseUrl: await databases.create() });
    earlier = await readEarlierChain();
    place = await startEarlierChain(installation, earlier);
  });
  afterAll(async () => {
    await installation.dispose();
    await databases.stop();
  });

  const storedPids = async () => {
    const rows =
      await installation.database.dataSource.query<{ name: string; pid: number | null }[]>(
        'SELECT name, pid FROM nodes',
      );
    return new Map(rows.map(({ name, pid }) => [name, pid]));
  };

  /** Through every peer. */
  async function expectValidSubmits(prefix: string): Promise<void> {
    await using chain = await openChain(installation, place.chainId);
    for (const node of chain.world.peers) {
      const gateway = new GatewayClient(await chain.clients.peer(node));
      const call = { fn: 'CreateAsset', args: [`${prefix}-${node.plan.name}`, 'ada', 'blue', '1'] };
      expect(await gateway.submit(CHANNEL, CHAINCODE, call)).toMatchObject({ validationCode: 'VALID' });
    }
  }

  it('has the schema and the processes of that version', async () => {
    expect(await migrationsOf(installation)).toEqual(earlier.migrations);
    expect(await columnsOf(installation, Object.keys(earlier.columns))).toEqual(earlier.columns);
    for (const [node, env] of Object.entries(earlier.env)) {
      expect(await environmentOf(installation, place.chainId, node)).toEqual(env);
    }
    pids = await storedPids();
    expect([...pids.values()]).not.toContain(null);
  });

  it('is migrated by a worker that starts, and its chain goes on', async () => {
    await installation.startWorker();
    expect((await migrationsOf(installation)).length).toBeGreaterThan(earlier.migrations.length);
    await expectValidSubmits('upgraded');
  });

  it('gets a peer, and none of its nodes has restarted', async () => {
    const { chainId, channelId } = place;
    const input = { chainId, organization: 'org1', ordinal: 1, node: 'peer1-org1' };
    const channels = [{ channelId, from: 'genesis' as const }];
    expect(await installation.run('peer.add', { ...input, channels })).toMatchObject({
      state: 'succeeded',
      error: null,
    });
    await expectValidSubmits('grown');
    const after = await storedPids();
    expect(after.get('peer1-org1')).toEqual(expect.any(Number));
    after.delete('peer1-org1');
    expect(after).toEqual(pids);
    const nodes = await installation.database.store.nodes.ofChain(chainId);
    expect(nodes.map(({ state, restarts }) => ({ state, restarts }))).toEqual(
      nodes.map(() => ({ state: 'running', restarts: 0 })),
    );
  });
});

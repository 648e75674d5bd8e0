import { randomUUID } from 'node:crypto';
import { ChainSpec, ClusterSettings, type ClusterTest, type UserId } from '@heddle/contracts';
import {
  ClusterInUseError,
  NameTakenError,
  RevisionConflictError,
  RowNotFoundError,
  UnknownClusterError,
} from '../../data-error';
import type { Database } from '../../database';
import type { ClusterFinding, NewCluster } from '../../repositories/clusters';
import { Sealer } from '../../sealer';
import { clusterView, clusterViews } from '../../views/cluster-view';
import type { Connections } from '../databases';

const OWNER = randomUUID() as UserId;
const KUBECONFIG = `apiVersion: v1\n# ${'x'.repeat(100_000)}\ntoken: the-token`;
const PULL_SECRET = { registry: 'registry.example.org', username: 'puller', password: 'the-password' };

const test = (found: Partial<ClusterTest> = {}): ClusterTest => ({
  testedAt: new Date().toISOString(),
  problem: null,
  remedy: null,
  version: 'v1.34.2',
  missingPermissions: [],
  storageClasses: [],
  nodes: [],
  monitoring: false,
  warnings: [],
  ...found,
});
const finding = (found: Partial<ClusterFinding> = {}): ClusterFinding => ({
  state: 'reachable',
  reason: null,
  test: test(),
  ...found,
});
const cluster = (name: string): NewCluster => ({
  name,
  connection: { sourceType: 'kubeconfig', context: 'lab', server: 'https://k8s.example.org:6443' },
  settings: ClusterSettings.parse({ shared: { type: 'host_path', path: '/data' } }),
  secrets: { kubeconfig: KUBECONFIG, pullSecrets: [PULL_SECRET] },
  finding: finding(),
});

/** The contract of clusters; `other` is another process on the same database. */
export function describeClusters(databases: () => Connections): void {
  const sealer = new Sealer(Buffer.alloc(32, 1));
  const both = (): [Database, Database] => [databases().database, databases().other];
  let clusters = 0;
  const register = (name = `cluster-${String((clusters += 1))}`) =>
    databases().database.transaction((store) => store.clusters.register(cluster(name), sealer));
  let chains = 0;
  const newChain = (on: Database, name: string) => {
    const spec = { name: `on-${name}-${String((chains += 1))}`, runtime: 'kubernetes', cluster: name };
    const parsed = ChainSpec.parse({ ...spec, organizations: [{ name: 'org1' }] });
    return on.transaction((store) => store.chains.create({ spec: parsed, ownerId: OWNER }));
  };

  describe('clusters', () => {
    it('are read as they were written, without secrets', async () => {
      const { store } = databases().database;
      const written = await register();
      const row = await store.clusters.get(written.id);
      expect(row).toEqual(written);
      expect(await store.clusters.byName(written.name)).toEqual(written);
      const view = await clusterView(store, row);
      expect(view).toMatchObject({
        source: { type: 'kubeconfig', context: 'lab' },
        pullSecretRegistries: ['registry.example.org'],
        status: { state: 'reachable' },
        version: 'v1.34.2',
        chains: 0,
        allowedActions: ['test', 'update', 'remove'],
      });
      expect(JSON.stringify([written, row, view])).not.toMatch(/the-token|the-password/);
    });

    it('are sealed at rest and return their secrets only with the key', async () => {
      const { database } = databases();
      const { id } = await register();
      const rows = [
        await database.dataSource.query('SELECT * FROM clusters'),
        await database.dataSource.query('SELECT * FROM cluster_secrets'),
      ];
      expect(JSON.stringify(rows)).not.toMatch(/the-token|the-password/);
      expect(await database.store.clusters.credentials(id, sealer)).toEqual({
        kubeconfig: KUBECONFIG,
        pullSecrets: [PULL_SECRET],
      });
      const wrong = database.store.clusters.credentials(id, new Sealer(Buffer.alloc(32, 2)));
      await expect(wrong).rejects.toMatchObject({ name: 'UnsealError' });
      const thief = await register();
      await database.transaction(({ manager }) =>
        manager.query(
          `UPDATE cluster_secrets SET sealed = (SELECT sealed FROM (SELECT * FROM cluster_secrets) s
           WHERE s.clusterId = '${id}') WHERE clusterId = '${thief.id}'`,
        ),
      );
      const moved = database.store.clusters.credentials(thief.id, sealer);
      await expect(moved).rejects.toMatchObject({ name: 'UnsealError' });
    });

    it('have a unique name until they are removed', async () => {
      const { database } = databases();
      const { id, name } = await register();
      await expect(register(name)).rejects.toBeInstanceOf(NameTakenError);
      await database.transaction((store) => store.clusters.remove(id));
      expect(await database.store.clusters.find(id)).toBeNull();
      await expect(database.store.clusters.credentials(id, sealer)).rejects.toBeInstanceOf(RowNotFoundError);
      expect((await register(name)).name).toBe(name);
      expect(await database.store.clusters.names()).toContain(name);
    });

    it('can be changed in part, keep omitted fields, and reject an outdated revision', async () => {
      const { database } = databases();
      const { id, server } = await register();
      const settings = ClusterSettings.parse({ shared: { type: 'host_path', path: '/other' }, ledgerSize: '1Gi' });
      const change = (revision: number) =>
        database.transaction((store) =>
          store.clusters.change(id, { settings, secrets: { pullSecrets: [] } }, { sealer, revision }),
        );
      expect(await change(1)).toMatchObject({
        revision: 2,
        configRevision: 2,
        settings,
        server,
        pullSecretRegistries: [],
      });
      expect(await database.store.clusters.credentials(id, sealer)).toEqual({
        kubeconfig: KUBECONFIG,
        pullSecrets: [],
      });
      await expect(change(1)).rejects.toBeInstanceOf(RevisionConflictError);
      const moved = { sourceType: 'in_cluster', context: null, server: 'https://10.0.0.1' } as const;
      await database.transaction((store) =>
        store.clusters.change(id, { connection: moved, secrets: { kubeconfig: null } }, { sealer }),
      );
      expect(await database.store.clusters.get(id)).toMatchObject({ ...moved, settings });
      expect(await database.store.clusters.credentials(id, sealer)).toMatchObject({ kubeconfig: null });
    });

    it('do not lose concurrent changes', async () => {
      const [database, other] = both();
      const { id } = await register();
      const change = (on: Database) => on.transaction((store) => store.clusters.change(id, {}, { sealer }));
      await Promise.all(Array.from({ length: 8 }, (_none, index) => change(index % 2 === 0 ? database : other)));
      expect(await database.store.clusters.get(id)).toMatchObject({ configRevision: 9 });
    });

    it('store the result of a test, and keep the version of an earlier one', async () => {
      const { database } = databases();
      const { id } = await register();
      const lost = test({ version: null, problem: 'It does not answer.' });
      await database.transaction((store) =>
        store.clusters.found(id, { state: 'unreachable', reason: 'It does not answer.', test: lost }),
      );
      expect(await database.store.clusters.get(id)).toMatchObject({
        configRevision: 1,
        state: 'unreachable',
        stateReason: 'It does not answer.',
        version: 'v1.34.2',
        lastTest: lost,
      });
    });

    it('count their chains, except released and deleted ones', async () => {
      const { database } = databases();
      const { id, name } = await register();
      const [kept, released, forgotten] = [
        await newChain(database, name),
        await newChain(database, name),
        await newChain(database, name),
      ];
      await database.transaction(async (store) => {
        await store.chains.setState(released.id, 'released');
        await store.chains.markDeleted(forgotten.id);
      });
      const { items } = await database.store.clusters.list({ limit: 200 });
      const views = await clusterViews(database.store, items);
      expect(views.find((view) => view.id === id)).toMatchObject({ chains: 1, allowedActions: ['test', 'update'] });
      const removal = database.transaction((store) => store.clusters.remove(id));
      await expect(removal).rejects.toMatchObject({ code: 'conflict', chains: [kept.name] });
      await expect(removal).rejects.toBeInstanceOf(ClusterInUseError);
      await database.transaction((store) => store.chains.setState(kept.id, 'released'));
      expect(await database.transaction((store) => store.clusters.remove(id))).toBe(true);
    });

    it('accept chains only if they are registered', async () => {
      await expect(newChain(databases().database, 'nowhere')).rejects.toBeInstanceOf(UnknownClusterError);
    });

    it('are never removed while a chain uses them, whichever request comes first', async () => {
      for (let round = 0; round < 6; round += 1) {
        const [database, other] = both();
        const { id, name } = await register();
        const [chain, removal] = await Promise.allSettled([
          newChain(round % 2 === 0 ? database : other, name),
          other.transaction((store) => store.clusters.remove(id)),
        ]);
        expect([chain.status, removal.status].sort()).toEqual(['fulfilled', 'rejected']);
        expect((await database.store.clusters.find(id)) !== null).toBe(chain.status === 'fulfilled');
      }
    });
  });
}

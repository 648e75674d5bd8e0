import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { api, type Chain } from '@heddle/contracts';
import { clusterProbe } from '../cluster/testing/probe.ts';
import { CHART, ensureHelm, helmIn, type Helm } from './helm.ts';
import { IMAGES } from './images.ts';
import { importBuiltImages } from './testing/cluster-images.ts';
import { RELEASE, createChain, releaseChain, secretOf, succeeded, withClient } from './testing/release.ts';

const MINUTES = 60_000;
const TAG = 'test';
const namespace = `heddle-${randomBytes(3).toString('hex')}`;
const probe = clusterProbe(namespace);
/** A cluster of your own can pull the images from a registry instead of importing them. */
const registry = process.env['HEDDLE_TEST_IMAGE_REGISTRY'] ?? IMAGES;
/** Heddle's files and the volume of its chains are one folder of the tests' NFS export. */
const FOLDER = namespace;
const SHARED = {
  type: 'nfs',
  server: process.env['HEDDLE_TEST_NFS_SERVER'] ?? '',
  path: `${process.env['HEDDLE_TEST_NFS_PATH'] ?? ''}/${FOLDER}`,
} as const;
const exported = join(process.env['HEDDLE_TEST_CLUSTER_SHARED'] ?? '', FOLDER);
/** Small values for the test cluster; the number of workers later shows that an upgrade was applied. */
const VALUES = [
  `image.registry=${registry}`,
  `image.tag=${TAG}`,
  'api.replicas=1',
  'web.replicas=1',
  'worker.replicas=1',
  'rbac.nodesProxy=true',
  'mariadb.storage.size=1Gi',
  'shared.type=nfs',
  `shared.nfs.server=${SHARED.server}`,
  `shared.nfs.path=${SHARED.path}`,
].flatMap((value) => ['--set', value]);

let helm: Helm;
let uninstall = () => Promise.resolve('');

before(
  async () => {
    if (process.env['HEDDLE_TEST_IMAGE_REGISTRY'] === undefined) await importBuiltImages(TAG);
    helm = helmIn(await ensureHelm(), namespace);
    uninstall = () => helm('uninstall', RELEASE, '--ignore-not-found', '--wait');
    mkdirSync(exported, { mode: 0o777 });
    chmodSync(exported, 0o777);
    await probe.createNamespace();
  },
  { timeout: 20 * MINUTES },
);

after(
  async () => {
    // Cluster roles are not deleted with the namespace.
    await uninstall();
    await probe.deleteNamespace();
    rmSync(exported, { recursive: true, force: true });
  },
  { timeout: 3 * MINUTES },
);

/** Upgrades the release with one changed value. */
const upgraded = (value: string) =>
  helm('upgrade', RELEASE, CHART, ...VALUES, '--set', value, '--wait', '--timeout', '8m');

const secrets = () =>
  Promise.all(['HEDDLE_SECRET_KEY', 'HEDDLE_ADMIN_PASSWORD', 'DATABASE_URL'].map((key) => secretOf(probe, key)));

/** Names of the workers' pods. They change with each change of the pod template. */
async function workerPods(): Promise<string> {
  const { stdout } = await probe.attempt(['get', 'pods', '-o', 'name']);
  return stdout
    .split('\n')
    .filter((name) => name.startsWith('pod/try-heddle-worker-'))
    .join(' ');
}

describe('the chart on a cluster', { timeout: 15 * MINUTES }, () => {
  it('is installed, and everything becomes ready', async () => {
    const notes = await helm('install', RELEASE, CHART, ...VALUES, '--wait', '--timeout', '8m');
    assert.match(notes, /get secret try-heddle .*HEDDLE_ADMIN_PASSWORD/);
  });

  it('runs its migrations in a Job', async () => {
    assert.equal(await probe.read('job/try-heddle-migrations', '{.status.succeeded}'), '1');
    assert.match(await probe.logs('job/try-heddle-migrations'), /The database is up to date/);
  });

  it('answers through its Service, and passes helm test', async () => {
    await withClient(probe, async (client, url) => {
      assert.match(await (await fetch(`${url}/chains`)).text(), /<app-root ngCspNonce=/);
      assert.equal((await client.ask(api.auth.me, {})).username, 'admin');
    });
    assert.match(await helm('test', RELEASE, '--timeout', '3m'), /Phase:\s+Succeeded/);
  });

  it('has all permissions that chains need in its own cluster', async () => {
    await withClient(probe, async (client) => {
      const settings = { shared: SHARED, ledgerSize: '1Gi' };
      const body = { name: 'home', source: { type: 'in_cluster' }, settings } as const;
      const cluster = await client.ask(api.clusters.register, { body });
      const tested = await client.ask(api.clusters.test, { params: { clusterId: cluster.id } });
      assert.deepEqual(tested.missingPermissions, []);
      assert.equal(tested.problem, null);
    });
  });

  it('creates a chain and a channel in its own cluster, and reaches the nodes by their names', async () => {
    await withClient(probe, async (client) => {
      const chain = await createChain(client, 'inside');
      const inChain = { params: { chainId: chain.id }, body: { name: 'orders' } };
      const channel = await succeeded(client, client.ask(api.channels.create, inChain));
      const params = { chainId: chain.id, channelId: channel.id };
      const { items } = await client.ask(api.blocks.list, { params });
      assert.deepEqual(
        items.map(({ number }) => number),
        [0],
      );
      await releaseChain(client, probe, chain);
    });
  });

  it('continues its operations while an upgrade replaces its workers', async () => {
    await withClient(probe, async (client) => {
      const first = await workerPods();
      const upgrade = { over: false };
      const ended = upgraded('worker.logLevel=debug').finally(() => (upgrade.over = true));
      const chains: Chain[] = [];
      while (!upgrade.over) chains.push(await createChain(client, `during-${chains.length}`));
      await ended;
      assert.notEqual(await workerPods(), first);
      for (const chain of chains) await releaseChain(client, probe, chain);
    });
  });

  it('keeps key, password and data through an upgrade, and migrates the schema before it', async () => {
    const before = await secrets();
    const firstJob = await probe.read('job/try-heddle-migrations', '{.metadata.uid}');
    await upgraded('worker.replicas=2');
    assert.deepEqual(await secrets(), before);
    assert.notEqual(await probe.read('job/try-heddle-migrations', '{.metadata.uid}'), firstJob);
    assert.equal(await probe.read('deployment/try-heddle-worker', '{.status.readyReplicas}'), '2');
    await withClient(probe, async (client) => {
      const clusters = await client.all(api.clusters.list, {});
      assert.deepEqual(
        clusters.map(({ name }) => name),
        ['home'],
      );
    });
  });

  it('keeps the master key when it is uninstalled, and leaves no cluster-wide objects', async () => {
    await helm('uninstall', RELEASE, '--wait');
    assert.equal((await secretOf(probe, 'HEDDLE_SECRET_KEY')).length, 44);
    const roles = await probe.attempt(['get', 'clusterroles,clusterrolebindings', '-o', 'name']);
    assert.equal(roles.stdout.includes(namespace), false);
  });
});

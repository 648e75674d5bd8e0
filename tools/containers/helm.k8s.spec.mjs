import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { importArchive } from '../cluster/images/import.mjs';
import { clusterLayout } from '../cluster/layout.mjs';
import { clusterProbe } from '../cluster/testing/probe.mjs';
import { Rest } from '../demo/rest.mjs';
import { openEngine } from './engine.mjs';
import { CHART, ensureHelm, helmIn } from './helm.mjs';
import { IMAGES, TARGETS, archiveImages, buildImages } from './images.mjs';

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
};
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

/** @type {Awaited<ReturnType<typeof helmIn>>} */
let helm;

before(
  async () => {
    if (process.env['HEDDLE_TEST_IMAGE_REGISTRY'] === undefined) await giveImages();
    helm = helmIn(await ensureHelm(), namespace);
    mkdirSync(exported, { mode: 0o777 });
    chmodSync(exported, 0o777);
    await probe.createNamespace();
  },
  { timeout: 20 * MINUTES },
);

after(
  async () => {
    // Cluster roles are not deleted with the namespace.
    if (helm) await helm('uninstall', 'try', '--ignore-not-found', '--wait');
    await probe.deleteNamespace();
    rmSync(exported, { recursive: true, force: true });
  },
  { timeout: 3 * MINUTES },
);

/** Builds the images and imports them into the test cluster's containerd. */
async function giveImages() {
  const state = process.env['HEDDLE_TEST_CLUSTER_STATE'];
  assert.ok(
    state,
    'Set HEDDLE_TEST_IMAGE_REGISTRY to the registry from which this cluster can pull the images api, worker and web.',
  );
  const engine = await openEngine();
  await buildImages(engine, process.env, TAG);
  const folder = mkdtempSync(join(tmpdir(), 'heddle-images-'));
  try {
    const file = join(folder, 'images.tar');
    const own = TARGETS.map((target) => `${IMAGES}/${target}:${TAG}`);
    await archiveImages(engine, [...own, 'docker.io/library/mariadb:10.11', 'docker.io/library/redis:7'], file);
    await importArchive(clusterLayout(state), file);
  } finally {
    rmSync(folder, { recursive: true });
    await engine.forget();
  }
}

/**
 * Forwards the console's Service to this machine.
 * @template T
 * @param {(url: string) => Promise<T>} use
 */
async function throughService(use) {
  const forward = spawn('kubectl', ['--namespace', namespace, 'port-forward', 'service/try-heddle', ':80'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let text = '';
    for await (const part of forward.stdout.setEncoding('utf8')) {
      text += part;
      const [, port] = /127\.0\.0\.1:(\d+)/.exec(text) ?? [];
      if (port !== undefined) return await use(`http://127.0.0.1:${port}`);
    }
    throw new Error(`kubectl port-forward ended: ${text}`);
  } finally {
    forward.kill('SIGTERM');
  }
}

/** @param {string} key */
const secret = async (key) =>
  Buffer.from(await probe.read('secret/try-heddle', `{.data.${key}}`), 'base64').toString('utf8');

/** @param {string} url */
async function signedIn(url) {
  const rest = new Rest(url, { username: 'admin', password: await secret('HEDDLE_ADMIN_PASSWORD') });
  await rest.signIn();
  return rest;
}

/** Names of the workers' pods. They change with each change of the pod template. */
async function workerPods() {
  const { stdout } = await probe.kubectl(['get', 'pods', '-o', 'name']);
  return stdout
    .split('\n')
    .filter((name) => name.startsWith('pod/try-heddle-worker-'))
    .join(' ');
}

/**
 * @param {Rest} rest
 * @param {{ id: string }} operation
 */
async function succeeded(rest, { id }) {
  for (;;) {
    const { state, error, attempt } = await rest.get(`/operations/${id}`);
    if (state === 'succeeded') return assert.equal(attempt, 1);
    assert.ok(!['failed', 'cancelled', 'rolled_back'].includes(state), JSON.stringify(error));
    await delay(200);
  }
}

/**
 * A small chain on the cluster that Heddle itself runs on.
 * @param {Rest} rest
 * @param {string} name
 * @returns {Promise<{ id: string, name: string }>}
 */
async function created(rest, name) {
  const organizations = [{ name: 'org1', peers: 1 }];
  const spec = { name, runtime: 'kubernetes', cluster: 'home', ordering: { orderers: 1 }, organizations };
  const { resource, operation } = await rest.post('/chains', spec);
  await succeeded(rest, operation);
  return resource;
}

/**
 * @param {Rest} rest
 * @param {{ id: string, name: string }} chain
 */
async function released(rest, { id, name }) {
  const { operation } = await rest.post(`/chains/${id}/release`, { confirmName: name });
  await succeeded(rest, operation);
  const left = await probe.kubectl([
    'get',
    'namespaces,persistentvolumes',
    '-l',
    `heddle.dev/chain=${id}`,
    '-o',
    'name',
  ]);
  assert.equal(left.stdout.trim(), '');
}

describe('the chart on a cluster', { timeout: 15 * MINUTES }, () => {
  it('is installed, and everything becomes ready', async () => {
    const notes = await helm('install', 'try', CHART, ...VALUES, '--wait', '--timeout', '8m');
    assert.match(notes, /get secret try-heddle .*HEDDLE_ADMIN_PASSWORD/);
  });

  it('runs its migrations in a Job', async () => {
    assert.equal(await probe.read('job/try-heddle-migrations', '{.status.succeeded}'), '1');
    assert.match(await probe.logs('job/try-heddle-migrations'), /The database is up to date/);
  });

  it('answers through its Service, and passes helm test', async () => {
    await throughService(async (url) => {
      assert.match(await (await fetch(`${url}/chains`)).text(), /<app-root ngCspNonce=/);
      const rest = await signedIn(url);
      assert.equal((await rest.get('/auth/me')).username, 'admin');
    });
    assert.match(await helm('test', 'try', '--timeout', '3m'), /Phase:\s+Succeeded/);
  });

  it('has all permissions that chains need in its own cluster', async () => {
    await throughService(async (url) => {
      const rest = await signedIn(url);
      const settings = { shared: SHARED, ledgerSize: '1Gi' };
      const cluster = await rest.post('/clusters', { name: 'home', source: { type: 'in_cluster' }, settings });
      const tested = await rest.post(`/clusters/${cluster.id}/test`);
      assert.deepEqual(tested.missingPermissions, []);
      assert.equal(tested.problem, null);
    });
  });

  it('creates a chain and a channel in its own cluster, and reaches the nodes by their names', async () => {
    await throughService(async (url) => {
      const rest = await signedIn(url);
      const chain = await created(rest, 'inside');
      const { resource: channel, operation } = await rest.post(`/chains/${chain.id}/channels`, { name: 'orders' });
      await succeeded(rest, operation);
      const { items } = await rest.get(`/chains/${chain.id}/channels/${channel.id}/blocks`);
      assert.deepEqual(
        items.map((/** @type {{ number: number }} */ { number }) => number),
        [0],
      );
      await released(rest, chain);
    });
  });

  it('continues its operations while an upgrade replaces its workers', async () => {
    await throughService(async (url) => {
      const rest = await signedIn(url);
      const first = await workerPods();
      let over = false;
      const upgrade = helm(
        'upgrade',
        'try',
        CHART,
        ...VALUES,
        '--set',
        'worker.logLevel=debug',
        '--wait',
        '--timeout',
        '8m',
      );
      const ended = upgrade.finally(() => (over = true));
      const chains = [];
      while (!over) chains.push(await created(rest, `during-${chains.length}`));
      await ended;
      assert.notEqual(await workerPods(), first);
      for (const chain of chains) await released(rest, chain);
    });
  });

  it('keeps key, password and data through an upgrade, and migrates the schema before it', async () => {
    const before = await Promise.all(['HEDDLE_SECRET_KEY', 'HEDDLE_ADMIN_PASSWORD', 'DATABASE_URL'].map(secret));
    const firstJob = await probe.read('job/try-heddle-migrations', '{.metadata.uid}');
    await helm('upgrade', 'try', CHART, ...VALUES, '--set', 'worker.replicas=2', '--wait', '--timeout', '8m');
    const afterwards = await Promise.all(['HEDDLE_SECRET_KEY', 'HEDDLE_ADMIN_PASSWORD', 'DATABASE_URL'].map(secret));
    assert.deepEqual(afterwards, before);
    assert.notEqual(await probe.read('job/try-heddle-migrations', '{.metadata.uid}'), firstJob);
    assert.equal(await probe.read('deployment/try-heddle-worker', '{.status.readyReplicas}'), '2');
    await throughService(async (url) => {
      const { items } = await (await signedIn(url)).get('/clusters');
      assert.deepEqual(
        items.map((/** @type {{ name: string }} */ { name }) => name),
        ['home'],
      );
    });
  });

  it('keeps the master key when it is uninstalled, and leaves no cluster-wide objects', async () => {
    await helm('uninstall', 'try', '--wait');
    assert.equal((await secret('HEDDLE_SECRET_KEY')).length, 44);
    const roles = await probe.kubectl(['get', 'clusterroles,clusterrolebindings', '-o', 'name']);
    assert.equal(roles.stdout.includes(namespace), false);
  });
});

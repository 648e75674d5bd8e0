import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { ToolError, say } from '../lib/say.mjs';
import { clusterApi } from './api.mjs';
import { DNS_READY_PORT, cniConfig, writeConfigFiles } from './config-files.mjs';
import { down } from './down.mjs';
import { makeExport } from './environment.mjs';
import { ctr, importImages } from './images/import.mjs';
import { clusterLayout } from './layout.mjs';
import { checkAddresses, linkNode, makeCgroups, makeMountPoint } from './machine.mjs';
import { KERNEL_SETTINGS, kernelSettingFile, nodeConfig } from './node-config.mjs';
import { control, findNode, startNode } from './node-process.mjs';
import { OBJECTS } from './objects.mjs';
import { writePki } from './pki.mjs';
import { until } from './until.mjs';

/**
 * @typedef {import('./settings.mjs').ClusterSettings} ClusterSettings
 * @typedef {import('./layout.mjs').ClusterLayout} ClusterLayout
 * @typedef {import('./prepare.mjs').Prepared} Prepared
 * @typedef {{ settings: ClusterSettings, layout: ClusterLayout, prepared: Prepared, signal: AbortSignal }} UpInput
 */

/**
 * Brings a cluster up from nothing. The remains of one that crashed are removed first.
 * @param {ClusterSettings} settings
 * @param {Prepared} prepared
 * @param {AbortSignal} signal
 */
export async function up(settings, prepared, signal) {
  const layout = clusterLayout(settings.state);
  await down(settings, { quiet: true });
  await checkAddresses(settings);
  makeFolders(settings, layout, prepared);
  await writePki(settings, layout.pki);
  writeConfigFiles(settings, layout);
  makeExport(settings);
  try {
    await startCluster({ settings, layout, prepared, signal });
  } catch (error) {
    // A requested stop leaves nothing. After a failure the logs are kept until the next up or down.
    if (signal.aborted) await down(settings, { quiet: true });
    throw error;
  }
}

/**
 * Starts the node from the files in its folders, and waits until pods can run.
 * @param {UpInput} input
 */
export async function startCluster(input) {
  const { settings, layout, prepared, signal } = input;
  const began = performance.now();
  const report = (/** @type {string} */ what) =>
    say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  rmSync(layout.ready, { force: true });
  makeLiveFolders(settings, layout);
  writeFileSync(layout.nodeConfig, JSON.stringify(nodeConfig({ settings, layout, ...prepared }), undefined, 2));
  makeCgroups(settings);
  makeMountPoint();
  const node = await startNode(prepared.binaries.node, layout);
  await linkNode(settings, node);
  const waiting = { seconds: 90, remedy: `See the daemons' logs in ${layout.logs}.`, signal };
  await until('The node', async () => existsSync(layout.control) || nodeEnded(layout), waiting);
  for (const daemon of ['etcd', 'containerd', 'api-server']) await control(layout, 'start', daemon);
  report(`the node runs (process ${node})`);
  const images = importWhenReady(layout, prepared, waiting);
  // A failure is reported where it is awaited.
  images.catch(() => undefined);
  const api = clusterApi(settings, layout);
  try {
    await until('The API server', () => api.ready(), waiting);
    report('the API server is ready');
    const since = Date.now();
    for (const daemon of ['controller-manager', 'scheduler', 'proxy', 'kubelet'])
      await control(layout, 'start', daemon);
    for (const object of OBJECTS) await api.apply(object);
    await control(layout, 'start', 'dns');
    await images;
    report('images are imported');
    await until('The node', () => isNodeReady(api, settings, since), waiting);
    report('the node is Ready');
    const account = '/api/v1/namespaces/default/serviceaccounts/default';
    await until('The default service account', async () => (await api.get(account)) !== undefined, waiting);
    await until('The cluster’s DNS', () => isDnsReady(settings), waiting);
    writeFileSync(layout.ready, '');
    report('pods can run');
  } finally {
    api.close();
  }
}

/**
 * @param {ClusterSettings} settings
 * @param {ClusterLayout} layout
 * @param {Prepared} prepared
 */
function makeFolders(settings, layout, { binaries }) {
  mkdirSync(layout.state, { recursive: true });
  mkdirSync(layout.run, { mode: 0o700 });
  const { pki, conf, kernelSettings, kubeletPath, logs, library, systemLog, volumes, keptEtcd } = layout;
  for (const folder of [pki, conf, kernelSettings, kubeletPath, logs, library, systemLog, volumes, keptEtcd])
    mkdirSync(folder, { recursive: true });
  mkdirSync(settings.nfsRoot, { recursive: true });
  writeFileSync(layout.settings, JSON.stringify(settings, undefined, 2));
  for (const [setting, value] of Object.entries(KERNEL_SETTINGS))
    writeFileSync(join(kernelSettings, kernelSettingFile(setting)), `${value}\n`);
  symlinkSync(join(binaries.node, 'node'), join(kubeletPath, 'mount'));
}

/**
 * @param {ClusterSettings} settings
 * @param {ClusterLayout} layout
 */
function makeLiveFolders(settings, layout) {
  rmSync(layout.live, { recursive: true, force: true });
  for (const folder of [layout.cni, layout.etcd, layout.volumePlugins]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(layout.cni, '10-pods.conflist'), cniConfig(settings));
}

/** @param {ClusterLayout} layout */
function nodeEnded(layout) {
  if (findNode(layout) !== undefined) return false;
  throw new ToolError('The cluster’s node exited immediately.', `See ${join(layout.logs, 'node.log')}.`);
}

/**
 * @param {ClusterLayout} layout
 * @param {Prepared} prepared
 * @param {Parameters<typeof until>[2]} waiting
 */
async function importWhenReady(layout, { images }, waiting) {
  await until('containerd', async () => (await ctr(layout, ['version'])).code === 0, waiting);
  await importImages(layout, images);
}

/**
 * @param {import('./api.mjs').ClusterApi} api
 * @param {ClusterSettings} settings
 * @param {number} since reports of the kubelet before a restart are ignored
 */
async function isNodeReady(api, { name }, since) {
  const node = await api.get(`/api/v1/nodes/${name}`);
  /** @type {{ type: string, status: string, lastHeartbeatTime: string }[]} */
  const conditions = node?.status?.conditions ?? [];
  return conditions.some(
    ({ type, status, lastHeartbeatTime }) =>
      // Kubernetes writes whole seconds.
      type === 'Ready' && status === 'True' && Date.parse(lastHeartbeatTime) + 1_000 > since,
  );
}

/**
 * @param {ClusterSettings} settings
 * @returns {Promise<boolean>}
 */
function isDnsReady({ nodeAddress }) {
  return new Promise((resolve) => {
    const asked = get({ host: nodeAddress, port: DNS_READY_PORT, path: '/ready', timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.once('close', () => resolve(false));
  });
}

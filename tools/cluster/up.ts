import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { ToolError, say } from '../lib/say.mjs';
import { until, type UntilOptions } from '../lib/until.ts';
import { clusterApi, type ClusterApi } from './api.ts';
import { DNS_READY_PORT, cniConfig, writeConfigFiles } from './config-files.ts';
import { down } from './down.ts';
import { makeExport } from './environment.ts';
import { ctr, importImages } from './images/import.ts';
import { clusterLayout, type ClusterLayout } from './layout.ts';
import { checkAddresses, linkNode, makeCgroups, makeMountPoint } from './machine.ts';
import { KERNEL_SETTINGS, kernelSettingFile, nodeConfig } from './node-config.ts';
import { control, findNode, startNode } from './node-process.ts';
import { OBJECTS } from './objects.ts';
import { writePki } from './pki.ts';
import type { Prepared } from './prepare.ts';
import type { ClusterSettings } from './settings.ts';

interface UpInput {
  readonly settings: ClusterSettings;
  readonly layout: ClusterLayout;
  readonly prepared: Prepared;
  readonly signal: AbortSignal;
}

/** Brings a cluster up from nothing. The remains of one that crashed are removed first. */
export async function up(settings: ClusterSettings, prepared: Prepared, signal: AbortSignal): Promise<void> {
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

/** Starts the node from the files in its folders, and waits until pods can run. */
export async function startCluster(input: UpInput): Promise<void> {
  const { settings, layout, prepared, signal } = input;
  const began = performance.now();
  const report = (what: string) => {
    say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  };
  rmSync(layout.ready, { force: true });
  makeLiveFolders(settings, layout);
  writeFileSync(layout.nodeConfig, JSON.stringify(nodeConfig({ settings, layout, ...prepared }), undefined, 2));
  makeCgroups(settings);
  makeMountPoint();
  const node = await startNode(prepared.binaries.node, layout);
  await linkNode(settings, node);
  const waiting = { seconds: 90, remedy: `See the daemons' logs in ${layout.logs}.`, signal };
  await until('The node', () => Promise.resolve(hasStarted(layout)), waiting);
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

function makeFolders(settings: ClusterSettings, layout: ClusterLayout, { binaries }: Prepared): void {
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

function makeLiveFolders(settings: ClusterSettings, layout: ClusterLayout): void {
  rmSync(layout.live, { recursive: true, force: true });
  for (const folder of [layout.cni, layout.etcd, layout.volumePlugins]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(layout.cni, '10-pods.conflist'), cniConfig(settings));
}

function hasStarted(layout: ClusterLayout): boolean {
  if (existsSync(layout.control)) return true;
  if (findNode(layout) !== undefined) return false;
  throw new ToolError('The cluster’s node exited immediately.', `See ${join(layout.logs, 'node.log')}.`);
}

async function importWhenReady(layout: ClusterLayout, { images }: Prepared, waiting: UntilOptions): Promise<void> {
  await until('containerd', async () => (await ctr(layout, ['version'])).code === 0, waiting);
  await importImages(layout, images);
}

/** @param since reports of the kubelet before a restart are ignored */
async function isNodeReady(api: ClusterApi, { name }: ClusterSettings, since: number): Promise<boolean> {
  const node = await api.get(`/api/v1/nodes/${name}`);
  const conditions = node?.status?.conditions ?? [];
  return conditions.some(
    ({ type, status, lastHeartbeatTime }) =>
      // Kubernetes writes whole seconds.
      type === 'Ready' && status === 'True' && Date.parse(lastHeartbeatTime) + 1_000 > since,
  );
}

function isDnsReady({ nodeAddress }: ClusterSettings): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ host: nodeAddress, port: DNS_READY_PORT, path: '/ready', timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => {
      resolve(false);
    });
    asked.once('close', () => {
      resolve(false);
    });
  });
}

import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { powerOff, usedSettings } from './down.mjs';
import { clusterLayout } from './layout.mjs';
import { control, findNode } from './node-process.mjs';
import { startCluster } from './up.mjs';

/**
 * Kills the node and starts it again. All its processes, containers and network devices end at once; its disk (volumes,
 * images, the kubelet's files) and the cluster's objects are kept.
 * @param {import('./settings.mjs').ClusterSettings} settings
 * @param {import('./prepare.mjs').Prepared} prepared
 * @param {AbortSignal} signal
 */
export async function restart(settings, prepared, signal) {
  const layout = clusterLayout(settings.state);
  const node = findNode(layout);
  if (node !== undefined) await keepObjects(layout, node);
  await powerOff(settings, layout);
  await startCluster({ settings: usedSettings(layout) ?? settings, layout, prepared, signal });
}

/**
 * Restarts the other clients of the API server. After an outage they back off for up to a minute, which no test needs
 * to wait for. The kubelet backs off too, but a restarted kubelet would report every pod as not ready.
 * @param {import('./layout.mjs').ClusterLayout} layout
 */
export async function restartClients(layout) {
  for (const daemon of ['controller-manager', 'scheduler', 'proxy', 'dns']) {
    await control(layout, 'stop', daemon);
    await control(layout, 'start', daemon);
  }
}

/**
 * etcd's data is in the node's memory. It is copied after etcd and its only client were killed.
 * @param {import('./layout.mjs').ClusterLayout} layout
 * @param {number} node
 */
async function keepObjects(layout, node) {
  for (const daemon of ['api-server', 'etcd']) await control(layout, 'stop', daemon);
  rmSync(layout.keptEtcd, { recursive: true, force: true });
  mkdirSync(layout.keptEtcd);
  cpSync(join(`/proc/${node}/root`, layout.etcd), layout.keptEtcd, { recursive: true });
}

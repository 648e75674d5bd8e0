import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { powerOff, usedSettings } from './down.ts';
import { clusterLayout, type ClusterLayout } from './layout.ts';
import { control, findNode } from './node-process.ts';
import type { Prepared } from './prepare.ts';
import type { ClusterSettings } from './settings.ts';
import { startCluster } from './up.ts';

/**
 * Kills the node and starts it again. All its processes, containers and network devices end at once; its disk (volumes,
 * images, the kubelet's files) and the cluster's objects are kept.
 */
export async function restart(settings: ClusterSettings, prepared: Prepared, signal: AbortSignal): Promise<void> {
  const layout = clusterLayout(settings.state);
  const node = findNode(layout);
  if (node !== undefined) await keepObjects(layout, node);
  await powerOff(settings, layout);
  await startCluster({ settings: usedSettings(layout) ?? settings, layout, prepared, signal });
}

/**
 * Restarts the other clients of the API server. After an outage they back off for up to a minute, which no test needs
 * to wait for. The kubelet backs off too, but a restarted kubelet would report every pod as not ready.
 */
export async function restartClients(layout: ClusterLayout): Promise<void> {
  for (const daemon of ['controller-manager', 'scheduler', 'proxy', 'dns']) {
    await control(layout, 'stop', daemon);
    await control(layout, 'start', daemon);
  }
}

/** etcd's data is in the node's memory. It is copied after etcd and its only client were killed. */
async function keepObjects(layout: ClusterLayout, node: number): Promise<void> {
  for (const daemon of ['api-server', 'etcd']) await control(layout, 'stop', daemon);
  rmSync(layout.keptEtcd, { recursive: true, force: true });
  mkdirSync(layout.keptEtcd);
  cpSync(join(`/proc/${node}/root`, layout.etcd), layout.keptEtcd, { recursive: true });
}

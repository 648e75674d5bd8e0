import { existsSync, readFileSync, rmSync } from 'node:fs';
import { say } from '../lib/say.mjs';
import { clusterLayout } from './layout.mjs';
import { removeCgroups, removeMountPoint, unlinkNode } from './machine.mjs';
import { findNode, killNode } from './node-process.mjs';

/**
 * @typedef {import('./settings.mjs').ClusterSettings} ClusterSettings
 * @typedef {import('./layout.mjs').ClusterLayout} ClusterLayout
 */

/**
 * Takes the cluster down, or removes the remains of one that crashed: processes, network, cgroups, volumes and files.
 * Only imported images are kept.
 * @param {ClusterSettings} settings
 * @param {{ quiet?: boolean }} [options]
 */
export async function down(settings, { quiet = false } = {}) {
  const layout = clusterLayout(settings.state);
  const used = usedSettings(layout) ?? settings;
  const node = await powerOff(used, layout);
  removeMountPoint();
  for (const folder of [layout.run, layout.node]) rmSync(folder, { recursive: true, force: true });
  if (used.nfsRoot.startsWith(`${layout.state}/`)) rmSync(used.nfsRoot, { recursive: true, force: true });
  if (!quiet) say(node === undefined ? 'The cluster is not up.' : 'The cluster is down.');
}

/**
 * Ends the node as a power failure would. Its disk is kept.
 * @param {ClusterSettings} settings
 * @param {ClusterLayout} layout
 * @returns {Promise<number | undefined>} the node's first process, if there was one
 */
export async function powerOff(settings, layout) {
  const node = findNode(layout);
  if (node !== undefined) await killNode(node);
  await unlinkNode(settings);
  await removeCgroups(settings);
  return node;
}

/**
 * The settings that the cluster was brought up with.
 * @param {ClusterLayout} layout
 * @returns {ClusterSettings | undefined}
 */
export function usedSettings(layout) {
  return existsSync(layout.settings) ? JSON.parse(readFileSync(layout.settings, 'utf8')) : undefined;
}

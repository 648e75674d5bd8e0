import { existsSync, readFileSync, rmSync } from 'node:fs';
import { say } from '../lib/say.mjs';
import { clusterLayout, type ClusterLayout } from './layout.ts';
import { removeCgroups, removeMountPoint, unlinkNode } from './machine.ts';
import { findNode, killNode } from './node-process.ts';
import type { ClusterSettings } from './settings.ts';

/**
 * Takes the cluster down, or removes the remains of one that crashed: processes, network, cgroups, volumes and files.
 * Only imported images are kept.
 */
export async function down(settings: ClusterSettings, { quiet = false }: { quiet?: boolean } = {}): Promise<void> {
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
 * @returns the node's first process, if there was one
 */
export async function powerOff(settings: ClusterSettings, layout: ClusterLayout): Promise<number | undefined> {
  const node = findNode(layout);
  if (node !== undefined) await killNode(node);
  await unlinkNode(settings);
  await removeCgroups(settings);
  return node;
}

/** The settings that the cluster was brought up with. */
export function usedSettings(layout: ClusterLayout): ClusterSettings | undefined {
  return existsSync(layout.settings)
    ? (JSON.parse(readFileSync(layout.settings, 'utf8')) as ClusterSettings)
    : undefined;
}

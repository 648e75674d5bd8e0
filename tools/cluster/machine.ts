import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pidsOnLinux, readProcess } from '../lib/process-table.ts';
import { run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { PROVISIONED_VOLUMES } from './layout.ts';
import type { ClusterSettings } from './settings.ts';

/**
 * The cluster's parts on the machine itself: one link with two routes, cgroups, and one empty folder on
 * which the node mounts its volumes.
 */

const CGROUPS = '/sys/fs/cgroup';

/** @param node the node's first process */
export async function linkNode(settings: ClusterSettings, node: number): Promise<void> {
  const { interface: name, hostAddress, linkCidr, nodeAddress, serviceCidr, podCidr } = settings;
  await ip('link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(node));
  await ip('address', 'add', `${hostAddress}/${linkCidr.split('/')[1]}`, 'dev', name);
  await ip('link', 'set', name, 'up');
  for (const cidr of [serviceCidr, podCidr]) await ip('route', 'add', cidr, 'via', nodeAddress);
}

/**
 * The routes are removed with the link. The kernel itself removes the link some time after the node's end, possibly at
 * this moment.
 */
export async function unlinkNode({ interface: name }: ClusterSettings): Promise<void> {
  const isThere = () => existsSync(`/sys/class/net/${name}`);
  if (!isThere()) return;
  await ip('link', 'delete', name).catch((error: unknown) => {
    if (isThere()) throw error;
  });
}

/** Fails when another network of the machine uses the cluster's addresses. */
export async function checkAddresses({ linkCidr, podCidr, serviceCidr }: ClusterSettings): Promise<void> {
  const { stdout } = await run('ip', ['-json', 'route', 'show', 'table', 'all'], { output: 'capture' });
  const routes = JSON.parse(stdout) as { dst: string; dev?: string }[];
  // A VPN's route to half of the Internet is not a network in use.
  const inUse = routes.filter(({ dst }) => /^\d+\./.test(dst) && Number(dst.split('/')[1] ?? 32) >= 8);
  for (const { dst, dev } of inUse)
    for (const cidr of [linkCidr, podCidr, serviceCidr])
      if (overlap(cidr, dst))
        throw new ToolError(
          `The cluster's network ${cidr} is taken: the machine has a route to ${dst}${dev ? ` by ${dev}` : ''}.`,
          'Choose another slot (--slot), or other networks with HEDDLE_CLUSTER_LINK_CIDR, _POD_CIDR and _SERVICE_CIDR.',
        );
}

export function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map((cidr) => {
    const [address = '', prefix = '32'] = cidr.split('/');
    return { first: address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0), prefix: Number(prefix) };
  });
  if (!a || !b) return false;
  const size = 2 ** (32 - Math.min(a.prefix, b.prefix));
  return Math.floor(a.first / size) === Math.floor(b.first / size);
}

async function ip(...args: string[]): Promise<void> {
  const { code, stderr } = await run('ip', args, { output: 'capture' });
  if (code !== 0)
    throw new ToolError(
      `ip ${args.join(' ')} failed: ${stderr.trim()}`,
      'Take the cluster down (npm run cluster:down) and try again.',
    );
}

/** @returns whether the machine uses cgroup v2 */
function isUnified(): boolean {
  return existsSync(join(CGROUPS, 'cgroup.controllers'));
}

/** Parents of the pods' cgroups, one folder per hierarchy. */
function cgroupFolders({ name }: ClusterSettings): string[] {
  if (isUnified()) return [join(CGROUPS, name)];
  const hierarchies = ['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'blkio', 'pids', 'systemd'];
  return hierarchies.filter((one) => existsSync(join(CGROUPS, one))).map((one) => join(CGROUPS, one, name));
}

/** The kubelet requires its cgroup to exist, with every controller and, in cgroup v1, with CPUs assigned. */
export function makeCgroups(settings: ClusterSettings): void {
  if (isUnified()) {
    const controllers = readFileSync(join(CGROUPS, 'cgroup.controllers'), 'utf8').trim().split(' ');
    writeFileSync(join(CGROUPS, 'cgroup.subtree_control'), controllers.map((one) => `+${one}`).join(' '));
  }
  for (const folder of cgroupFolders(settings)) mkdirSync(folder, { recursive: true });
  const cpuset = join(CGROUPS, 'cpuset');
  if (isUnified() || !existsSync(cpuset)) return;
  for (const file of ['cpuset.cpus', 'cpuset.mems'])
    writeFileSync(join(cpuset, settings.name, file), readFileSync(join(cpuset, file)));
}

/** A cgroup stays busy for some milliseconds after its last process was killed. */
export async function removeCgroups(settings: ClusterSettings): Promise<void> {
  const end = Date.now() + 10_000;
  // In hybrid mode, runc also creates one in the hierarchy without controllers.
  for (const folder of [...cgroupFolders(settings), join(CGROUPS, 'unified', settings.name)])
    while (existsSync(folder)) {
      const busy = removeTree(folder);
      if (busy === undefined) continue;
      if (Date.now() > end)
        throw new ToolError(`${folder} cannot be removed: ${busy}`, 'Check its cgroup.procs for processes.');
      await delay(50);
    }
}

/**
 * The files of a cgroup cannot be removed individually; they are removed with their folder, deepest first.
 * @returns why it could not be removed
 */
function removeTree(folder: string): string | undefined {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) {
        const busy = removeTree(join(folder, entry.name));
        if (busy !== undefined) return busy;
      }
    rmdirSync(folder);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

export function makeMountPoint(): void {
  mkdirSync(PROVISIONED_VOLUMES, { recursive: true });
}

/**
 * Removes the empty folder, unless another cluster's node has something mounted on it: that mount would be detached.
 */
export function removeMountPoint(): void {
  if (!existsSync(PROVISIONED_VOLUMES) || readdirSync(PROVISIONED_VOLUMES).length > 0) return;
  const isMounted = (pid: number) => readProcess(`/proc/${pid}/mountinfo`).includes(` ${PROVISIONED_VOLUMES} `);
  if (!pidsOnLinux().some(isMounted)) rmdirSync(PROVISIONED_VOLUMES);
}

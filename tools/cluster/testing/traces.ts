import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pidsOnLinux } from '../../lib/process-table.ts';
import { KERNEL_SETTINGS } from '../node-config.ts';
import { commandLine } from '../node-process.ts';
import type { ClusterSettings } from '../settings.ts';

/** Files that stay in the state folder on purpose. */
const KEPT = ['containerd', 'images.json'];

/** Everything that a cluster could leave on the machine. */
export function traces({ state, interface: link, name }: ClusterSettings) {
  const below = `${state}/`;
  return {
    processes: pidsOnLinux()
      .map((pid) => commandLine(pid).join(' '))
      .filter((line) => line.includes(`${below}run`)),
    mounts: readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.includes(below)),
    links: readdirSync('/sys/class/net').filter((one) => one === link),
    cgroups: readdirSync('/sys/fs/cgroup').filter((one) => existsSync(join('/sys/fs/cgroup', one, name))),
    files: existsSync(state) ? readdirSync(state).filter((file) => !KEPT.includes(file)) : [],
    kernel: Object.keys(KERNEL_SETTINGS).map((setting) => readFileSync(join('/proc/sys', setting), 'utf8')),
  };
}

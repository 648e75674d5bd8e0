import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { KERNEL_SETTINGS } from '../node-config.mjs';

/** Files that stay in the state folder on purpose. */
const KEPT = ['containerd', 'images.json'];

/**
 * Everything that a cluster could leave on the machine.
 * @param {import('../settings.mjs').ClusterSettings} settings
 */
export function traces({ state, interface: link, name }) {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const below = `${state}/`;
  return {
    processes: pids.map(commandLine).filter((line) => line.includes(`${below}run`)),
    mounts: readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.includes(below)),
    links: readdirSync('/sys/class/net').filter((one) => one === link),
    cgroups: readdirSync('/sys/fs/cgroup').filter((one) => existsSync(join('/sys/fs/cgroup', one, name))),
    files: existsSync(state) ? readdirSync(state).filter((file) => !KEPT.includes(file)) : [],
    kernel: Object.keys(KERNEL_SETTINGS).map((setting) => readFileSync(join('/proc/sys', setting), 'utf8')),
  };
}

/** @param {string} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch (error) {
    // It ended meanwhile.
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code))) return '';
    throw error;
  }
}

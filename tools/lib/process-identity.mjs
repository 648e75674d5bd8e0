import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Identifies a process uniquely: a process id alone is reused after the process ends or the machine restarts.
 * @typedef {object} ProcessIdentity
 * @property {number} pid
 * @property {string} started start time, in the system's notation
 */

/** @returns {ProcessIdentity} */
export function ownIdentity() {
  const started = startOf(process.pid);
  if (started === undefined) throw new Error('The start time of this process cannot be read.');
  return { pid: process.pid, started };
}

/**
 * Whether this process still runs.
 * @param {ProcessIdentity} identity
 */
export function isAlive({ pid, started }) {
  return startOf(pid) === started;
}

/**
 * @param {number} pid
 * @returns {string | undefined} undefined when the process does not exist or is a zombie
 */
export function startOf(pid) {
  return process.platform === 'linux' ? startOnLinux(pid) : startElsewhere(pid);
}

/** @param {number} pid */
function startOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${rest[18]}`;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/**
 * Reading a process that ends meanwhile fails with either code.
 * @param {unknown} error
 */
function isGone(error) {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
}

/** @param {number} pid */
function startElsewhere(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 1) return undefined;
    throw error;
  }
}

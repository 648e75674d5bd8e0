import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, startOf } from './process-identity.mjs';

/** The variable whose value every process of a run inherits, including those with another session or parent. */
const RUN_MARKER = 'HEDDLE_TEST_RUN';
const POLL_MS = 50;

/**
 * An environment whose processes can be found again. The marker of a nested run starts with that of the outer run.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ env: NodeJS.ProcessEnv, marker: string }}
 */
export function marked(env) {
  const marker = [env[RUN_MARKER], randomUUID()].filter(Boolean).join('/');
  return { env: { ...env, [RUN_MARKER]: marker }, marker };
}

/**
 * @typedef {import('./process-identity.mjs').ProcessIdentity} ProcessIdentity
 * @typedef {{ root?: number, marker: string }} Tree a process, and the marker in its descendants' environment
 */

/**
 * Every process of a tree: the root, its descendants, and the processes with its marker.
 * @param {Tree} tree
 * @returns {ProcessIdentity[]}
 */
export function membersOf({ root, marker }) {
  const parents = parentsOfAll();
  const pids = new Set(root === undefined ? [] : [root]);
  for (let before = 0; before < pids.size;) {
    before = pids.size;
    for (const [pid, parent] of parents) if (pids.has(parent)) pids.add(pid);
  }
  for (const pid of parents.keys()) if (carries(pid, marker)) pids.add(pid);
  // The process that ends a run has its marker as well.
  for (let own = process.pid; own > 1; own = parents.get(own) ?? 0) pids.delete(own);
  return [...pids].flatMap((pid) => {
    const started = startOf(pid);
    return started === undefined ? [] : [{ pid, started }];
  });
}

/**
 * Asks every process of a tree to end, and kills those that are left after the grace period. Returns when none is left.
 * @param {Tree} tree
 * @param {number} graceMs
 */
export async function endTree(tree, graceMs) {
  /** @type {Map<number, ProcessIdentity>} */
  const known = new Map();
  const look = () => {
    for (const member of membersOf(tree)) known.set(member.pid, member);
    return [...known.values()].filter(isAlive);
  };
  for (const member of look()) send(member, 'SIGTERM');
  const end = Date.now() + graceMs;
  while (look().length > 0) {
    if (Date.now() >= end) for (const member of look()) send(member, 'SIGKILL');
    await delay(POLL_MS);
  }
}

/**
 * @param {ProcessIdentity} member
 * @param {NodeJS.Signals} signal
 */
function send({ pid }, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** @returns {Map<number, number>} each process's parent */
function parentsOfAll() {
  return process.platform === 'linux' ? parentsOnLinux() : parentsElsewhere();
}

function parentsOnLinux() {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readable(`/proc/${name}/stat`);
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  return parents;
}

function parentsElsewhere() {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
      return [pid, parent];
    }),
  );
}

/**
 * @param {number} pid
 * @param {string} marker
 */
function carries(pid, marker) {
  const start = `${RUN_MARKER}=${marker}`;
  return readable(`/proc/${pid}/environ`)
    .split('\0')
    .some((variable) => variable === start || variable.startsWith(`${start}/`));
}

/**
 * @param {string} path
 * @returns {string} empty for a process that has ended or belongs to another account
 */
function readable(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(String(error.code))
    )
      return '';
    throw error;
  }
}

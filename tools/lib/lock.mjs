import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, ownIdentity } from './process-identity.mjs';

/**
 * A lock file that names its holder. It is created atomically (a hard link to a finished file). The lock of a dead
 * holder is taken over by exactly one process, its heir: the first process that creates a file named after
 * the holder's token. Two processes that find the same dead holder can therefore not both remove the lock.
 *
 * @typedef {import('./process-identity.mjs').ProcessIdentity & { token: string, note?: string }} Holder
 *
 * @typedef {object} Lock
 * @property {() => void} release
 */

/**
 * Takes the lock unless a living process holds it.
 * @param {string} path
 * @param {string} [note] information about the holder for other processes
 * @returns {{ lock: Lock } | { holder: Holder }}
 */
export function tryLock(path, note) {
  mkdirSync(dirname(path), { recursive: true });
  /** @type {Holder} */
  const own = { ...ownIdentity(), token: randomUUID(), ...(note === undefined ? {} : { note }) };
  for (;;) {
    if (create(path, own)) return { lock: { release: () => release(path, own) } };
    const holder = read(path);
    if (holder && isAlive(holder)) return { holder };
    if (holder && !inherit(path, holder, own)) return { holder };
  }
}

/**
 * Waits for the lock.
 * @param {string} path
 * @param {(holder: Holder) => void} onWait called once if another process holds it
 * @returns {Promise<Lock>}
 */
export async function waitForLock(path, onWait) {
  for (let notified = false; ; await delay(200)) {
    const result = tryLock(path);
    if ('lock' in result) return result.lock;
    if (!notified) onWait(result.holder);
    notified = true;
  }
}

/**
 * @template T
 * @param {string} path
 * @param {(holder: Holder) => void} onWait
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(path, onWait, action) {
  const lock = await waitForLock(path, onWait);
  try {
    return await action();
  } finally {
    lock.release();
  }
}

/**
 * The current holder of the lock, if it is alive.
 * @param {string} path
 * @returns {Holder | undefined}
 */
export function lockHolder(path) {
  const holder = read(path);
  return holder && isAlive(holder) ? holder : undefined;
}

/**
 * @param {string} path
 * @param {Holder} own
 * @returns {boolean} false when the file is there already
 */
function create(path, own) {
  const draft = `${path}.${own.token}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/**
 * Removes the lock of a dead holder, as its only heir. An heir that died while doing so has its own heir.
 * @param {string} path
 * @param {Holder} dead
 * @param {Holder} own
 * @returns {boolean} false when a living process is the heir
 */
function inherit(path, dead, own) {
  const wills = [];
  for (let last = dead; ;) {
    const will = `${path}.heir-of-${last.token}`;
    wills.push(will);
    if (create(will, own)) break;
    const heir = read(will);
    if (!heir) return true;
    if (isAlive(heir)) return false;
    last = heir;
  }
  // The lock may have changed hands before the heir's file was created. Only the dead holder's own lock is removed, and
  // it is removed before the heirs' files, so that a process that creates one of them again finds another token here.
  if (read(path)?.token === dead.token) unlinkSync(path);
  for (const will of wills) rmSync(will, { force: true });
  return true;
}

/**
 * @param {string} path
 * @param {Holder} own
 */
function release(path, own) {
  if (read(path)?.token === own.token) unlinkSync(path);
}

/**
 * @param {string} path
 * @returns {Holder | undefined}
 */
function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}

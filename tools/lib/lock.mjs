import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, ownIdentity } from './process-identity.mjs';

/**
 * A lock file that names its holder. It appears whole or not at all (a hard link to a finished file), and one whose
 * holder has died is taken over by exactly one heir: the heir of a holder is who first creates a file named after
 * the holder's token, so two who find the same dead holder cannot both remove the lock.
 *
 * @typedef {import('./process-identity.mjs').ProcessIdentity & { token: string, note?: string }} Holder
 *
 * @typedef {object} Lock
 * @property {() => void} release
 */

/**
 * Takes the lock if nobody alive holds it.
 * @param {string} path
 * @param {string} [note] what the holder says about itself to others
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
 * @param {(holder: Holder) => void} onWait called once when somebody else holds it
 * @returns {Promise<Lock>}
 */
export async function waitForLock(path, onWait) {
  for (let told = false; ; await delay(200)) {
    const result = tryLock(path);
    if ('lock' in result) return result.lock;
    if (!told) onWait(result.holder);
    told = true;
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
 * Who holds the lock now, if it is alive.
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
 * Removes the lock of a dead holder, as its only heir. An heir that died in the middle has an heir of its own.
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
  // The lock may have changed hands before the last will was written: only the dead holder's own file goes, and
  // it goes before the wills, so that whoever writes one of them anew finds another token here.
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

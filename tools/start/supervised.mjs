import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startOf } from '../lib/process-identity.mjs';

/** A log file that is larger than this is rotated when its process starts; one older file is kept. */
const LOG_BYTES = 10 * 1024 * 1024;
/** A process that ran this long is restarted without delay. */
const STABLE_MS = 60_000;
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * @typedef {object} Program
 * @property {string} name also the name of its log file
 * @property {string} command
 * @property {readonly string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {string} cwd
 * @property {string} logs folder
 *
 * @typedef {{ name: string, pid: number, started: string }} Started
 *
 * @typedef {object} Listener
 * @property {(process: Started) => void} started
 * @property {(name: string, reason: string, waitMs: number) => void} crashed it is restarted after waitMs
 */

/**
 * A process that is restarted whenever it ends by itself. It has its own session, so that a terminal's
 * Ctrl-C reaches only the launcher, and writes to its log file directly, so that it survives the launcher.
 */
export class Supervised {
  #program;
  #listener;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  /** @type {Promise<void>} */
  #ended = Promise.resolve();
  #stop = new AbortController();
  #crashes = 0;

  /**
   * @param {Program} program
   * @param {Listener} listener
   */
  constructor(program, listener) {
    this.#program = program;
    this.#listener = listener;
  }

  /** Number of exits since it last ran for a while. */
  get crashes() {
    return this.#crashes;
  }

  get name() {
    return this.#program.name;
  }

  start() {
    const { command, args, cwd, env } = this.#program;
    const log = this.#openLog();
    const child = spawn(command, [...args], { cwd, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    const began = Date.now();
    this.#ended = new Promise((resolve) => {
      /** @param {string} reason */
      const ended = (reason) => {
        resolve();
        void this.#again(reason, began);
      };
      child.once('error', (error) => ended(error.message));
      child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
    });
    const started = child.pid === undefined ? undefined : startOf(child.pid);
    if (child.pid !== undefined && started !== undefined)
      this.#listener.started({ name: this.name, pid: child.pid, started });
  }

  /**
   * Asks the process to end, and kills it after the grace period.
   * @param {number} graceMs
   */
  async stop(graceMs) {
    this.#stop.abort();
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const late = await Promise.race([this.#ended.then(() => false), delay(graceMs, true, { ref: false })]);
    if (late) child.kill('SIGKILL');
    await this.#ended;
  }

  /**
   * @param {string} reason
   * @param {number} began
   */
  async #again(reason, began) {
    if (this.#stop.signal.aborted) return;
    this.#crashes = Date.now() - began > STABLE_MS ? 1 : this.#crashes + 1;
    const waitMs = BACKOFF_MS[Math.min(this.#crashes, BACKOFF_MS.length) - 1] ?? 0;
    this.#listener.crashed(this.name, reason, waitMs);
    await delay(waitMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    if (!this.#stop.signal.aborted) this.start();
  }

  #openLog() {
    const { logs, name } = this.#program;
    mkdirSync(logs, { recursive: true });
    const file = join(logs, `${name}.log`);
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LOG_BYTES) renameSync(file, `${file}.1`);
    return openSync(file, 'a', 0o600);
  }
}

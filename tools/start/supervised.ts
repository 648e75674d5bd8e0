import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startOf } from '../lib/process-identity.mjs';

/** A log file that is larger than this is rotated when its process starts; one older file is kept. */
const LOG_BYTES = 10 * 1024 * 1024;
/** A process that ran this long is restarted without delay. */
const STABLE_MS = 60_000;
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

export interface Program {
  /** Also the name of its log file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Folder. */
  readonly logs: string;
}

export interface Started {
  readonly name: string;
  readonly pid: number;
  readonly started: string;
}

export interface Listener {
  readonly started?: (process: Started) => void;
  /** It is restarted after waitMs. The reason is a signal or `exit code N`. */
  readonly crashed?: (name: string, reason: string, waitMs: number) => void;
}

/**
 * A process that is restarted whenever it ends by itself. It has its own session, so that a terminal's
 * Ctrl-C reaches only the launcher, and writes to its log file directly, so that it survives the launcher.
 */
export class Supervised {
  readonly #program: Program;
  readonly #listener: Listener;
  readonly #backoffMs: readonly number[];
  readonly #stop = new AbortController();
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #crashes = 0;

  /** @param backoffMs delays before the restarts that follow each other; the last one is repeated */
  constructor(program: Program, listener: Listener = {}, backoffMs: readonly number[] = BACKOFF_MS) {
    this.#program = program;
    this.#listener = listener;
    this.#backoffMs = backoffMs;
  }

  /** Number of exits since it last ran for a while. */
  get crashes() {
    return this.#crashes;
  }

  get name() {
    return this.#program.name;
  }

  get isRunning() {
    const child = this.#child;
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }

  start() {
    const { command, args, cwd, env } = this.#program;
    const log = this.#openLog();
    const child = spawn(command, [...args], { cwd, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    const began = Date.now();
    this.#ended = new Promise((resolve) => {
      const ended = (reason: string) => {
        resolve();
        void this.#again(reason, began);
      };
      child.once('error', (error) => {
        ended(error.message);
      });
      child.once('exit', (code, signal) => {
        ended(signal ?? `exit code ${code}`);
      });
    });
    const started = child.pid === undefined ? undefined : startOf(child.pid);
    if (child.pid !== undefined && started !== undefined)
      this.#listener.started?.({ name: this.name, pid: child.pid, started });
  }

  /** Sends SIGKILL, as a crash does: the process is restarted. Returns when it is gone. */
  async kill() {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /**
   * Asks the process to end, and kills it after the grace period.
   * @returns whether it ended in time
   */
  async stop(graceMs: number): Promise<boolean> {
    this.#stop.abort();
    if (!this.isRunning) return true;
    this.#child?.kill('SIGTERM');
    const inTime = await Promise.race([this.#ended.then(() => true), delay(graceMs, false, { ref: false })]);
    if (!inTime) this.#child?.kill('SIGKILL');
    await this.#ended;
    return inTime;
  }

  async #again(reason: string, began: number) {
    if (this.#stop.signal.aborted) return;
    this.#crashes = Date.now() - began > STABLE_MS ? 1 : this.#crashes + 1;
    const waitMs = this.#backoffMs[Math.min(this.#crashes, this.#backoffMs.length) - 1] ?? 0;
    this.#listener.crashed?.(this.name, reason, waitMs);
    try {
      await delay(waitMs, undefined, { signal: this.#stop.signal });
    } catch {
      return;
    }
    this.start();
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

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
}

/** The launcher's delay after a first crash. */
const RESTART_MS = 500;
const GRACE_MS = 15_000;

/** A process that is restarted whenever it ends by itself, as the launcher does it. */
export class Supervised {
  /** How often it was killed with `kill -9`. */
  kills = 0;
  /** Other exits, which must not happen. */
  readonly crashes: string[] = [];
  readonly #program: Program;
  readonly #stop = new AbortController();
  #child: ChildProcess | undefined;
  #life: Promise<void> = Promise.resolve();

  constructor(program: Program) {
    this.#program = program;
  }

  get name(): string {
    return this.#program.name;
  }

  get isRunning(): boolean {
    const child = this.#child;
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }

  start(): void {
    this.#life = this.#live();
  }

  /** Sends SIGKILL; returns when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Asks it to stop; returns whether it did so within the launcher's time limit. */
  async stop(): Promise<boolean> {
    this.#stop.abort();
    const child = this.#child;
    child?.kill('SIGTERM');
    const inTime = await Promise.race([this.#life.then(() => true), delay(GRACE_MS, false, { ref: false })]);
    if (!inTime) child?.kill('SIGKILL');
    await this.#life;
    return inTime;
  }

  async #live(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#once();
      await delay(RESTART_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #once(): Promise<void> {
    const { command, args, env, log } = this.#program;
    const output = openSync(log, 'a');
    const child = spawn(command, [...args], { env, stdio: ['ignore', output, output] });
    closeSync(output);
    this.#child = child;
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    if (signal === 'SIGKILL') this.kills += 1;
    else if (!this.#stop.signal.aborted) this.crashes.push(`${this.name} ended with ${signal ?? `code ${code ?? -1}`}`);
  }
}

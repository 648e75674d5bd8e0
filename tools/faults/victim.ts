import { Supervised, type Program } from '../start/supervised.ts';
import { until } from './until';

/** The launcher's delay after a first crash, after every kill. */
const BACKOFF_MS = [500];
const GRACE_MS = 15_000;

/** A process that the launcher's supervision restarts whenever it is killed. */
export class Victim {
  /** How often it was killed with `kill -9`. */
  kills = 0;
  /** Other exits, which must not happen. */
  readonly crashes: string[] = [];
  readonly #process: Supervised;

  constructor(program: Program) {
    const crashed = (name: string, reason: string): void => {
      if (reason === 'SIGKILL') this.kills += 1;
      else this.crashes.push(`${name} ended with ${reason}`);
    };
    this.#process = new Supervised(program, { crashed }, BACKOFF_MS);
  }

  get name(): string {
    return this.#process.name;
  }

  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  start(): void {
    this.#process.start();
  }

  /** Sends SIGKILL, as soon as the process runs again after an earlier kill; returns when it is gone. */
  async kill(): Promise<void> {
    await until(`${this.name} to run`, () => Promise.resolve(this.isRunning));
    await this.#process.kill();
  }

  /** Asks it to stop; returns whether it did so within the launcher's time limit. */
  stop(): Promise<boolean> {
    return this.#process.stop(GRACE_MS);
  }
}

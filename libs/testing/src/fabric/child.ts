import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface ChildOptions {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

const START_LIMIT = 20_000;
const STOP_LIMIT = 5_000;
const POLL = 15;
const LAST_LINES = 15;

const started = new Set<ChildProcess>();
/** Read by tools/test/environment, which kills the processes that a spec file has left behind. */
Object.assign(globalThis, { [Symbol.for('heddle.test.children')]: started });

/** The last resort when a test process ends without stopping its programs. */
function killAll(): void {
  for (const child of started) child.kill('SIGKILL');
}

/** A program that a test started, with its output in a file. It ends with the test process at the latest. */
export class Child {
  readonly name: string;
  readonly #options: ChildOptions;
  readonly #process: ChildProcess;

  private constructor(options: ChildOptions) {
    this.name = options.name;
    this.#options = options;
    const { PATH = '', HOME = '' } = process.env;
    this.#process = spawn(options.program, options.args, {
      env: { PATH, HOME, TMPDIR: dirname(options.logFile), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(options.logFile, { flags: 'a' });
    this.#process.stdout?.pipe(log, { end: false });
    this.#process.stderr?.pipe(log, { end: false });
    this.#process.once('close', () => {
      log.end();
      started.delete(this.#process);
    });
    if (started.size === 0 && process.listenerCount('exit', killAll) === 0) process.once('exit', killAll);
    started.add(this.#process);
  }

  static async start(options: ChildOptions): Promise<Child> {
    const child = new Child(options);
    await once(child.#process, 'spawn');
    return child;
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Waits until `ready` returns true; fails with the last lines of the output when the program exits before. */
  async until(ready: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + START_LIMIT;
    while (!(await ready())) {
      if (!this.running) throw new Error(`${this.name} ended: ${await this.lastLines()}`);
      if (Date.now() > deadline) throw new Error(`${this.name} is not ready: ${await this.lastLines()}`);
      await delay(POLL);
    }
  }

  async lastLines(): Promise<string> {
    const lines = (await readFile(this.#options.logFile, 'utf8')).trimEnd().split('\n');
    return lines.slice(-LAST_LINES).join('\n');
  }

  /** Asks the program to end, and kills it after five seconds. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (!this.running) return;
    const closed = once(this.#process, 'close');
    this.#process.kill(signal);
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), STOP_LIMIT);
    await closed;
    clearTimeout(timer);
  }
}

/** Whether something accepts connections on a port of 127.0.0.1. */
export async function listens(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Whether a node's operations service reports healthy. */
export async function isHealthy(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${String(port)}/healthz`);
    return response.ok;
  } catch {
    return false;
  }
}

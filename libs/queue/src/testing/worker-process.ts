import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = __dirname;
/** Inside the repository, so that the bundle finds its packages; ignored by git. */
const OUT = join(here, '../../../../tmp');

export interface WorkerSettings {
  url: string;
  redisUrl: string;
  prefix: string;
  leaseMs?: number;
  concurrency?: number;
  /** Step boundary at which the process kills itself, for example `two:after`. */
  dieAt?: string;
}

/** The bundled worker program and the files that its processes share. */
export class WorkerProgram {
  readonly #folder: string;
  readonly #processes: WorkerProcess[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async build(): Promise<WorkerProgram> {
    await mkdir(OUT, { recursive: true });
    const folder = await mkdtemp(join(OUT, 'fault-worker-'));
    await run(process.execPath, [join(here, 'bundle.mjs'), join(here, 'fault-worker.ts'), join(folder, 'worker.mjs')]);
    return new WorkerProgram(folder);
  }

  /** Starts a worker that may end before it reports that it is ready, and waits for its end. */
  async startAndEnd(settings: WorkerSettings): Promise<WorkerProcess> {
    const started = this.#spawn(settings);
    await started.ended();
    return started;
  }

  async start(settings: WorkerSettings): Promise<WorkerProcess> {
    const started = this.#spawn(settings);
    await started.says('ready');
    return started;
  }

  #spawn({ dieAt, leaseMs = 1_000, concurrency = 4, ...settings }: WorkerSettings): WorkerProcess {
    const { prefix } = settings;
    const worker = {
      ...settings,
      leaseMs,
      concurrency,
      ran: this.#ran(prefix),
      gate: this.#gate(prefix),
      poison: this.#poison(prefix),
    };
    const preload = dieAt === undefined ? [] : ['--import', join(here, 'die-at-boundary.mjs')];
    const child = spawn(process.execPath, [...preload, join(this.#folder, 'worker.mjs')], {
      env: { PATH: process.env['PATH'], WORKER: JSON.stringify(worker), DIE_AT: dieAt },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const started = new WorkerProcess(child);
    this.#processes.push(started);
    return started;
  }

  /** Makes the step of `chain.stop` end its process every time until `heal` is called. */
  async poison(prefix: string): Promise<void> {
    await writeFile(this.#poison(prefix), '');
  }

  async heal(prefix: string): Promise<void> {
    await rm(this.#poison(prefix));
  }

  /** Lets step `two` end. */
  async open(prefix: string): Promise<void> {
    await writeFile(this.#gate(prefix), '');
  }

  /** `<operation> <step> <pid>` for every run of a step. */
  async ran(prefix: string): Promise<string[]> {
    try {
      return (await readFile(this.#ran(prefix), 'utf8')).trim().split('\n');
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return [];
      throw error;
    }
  }

  async killAll(): Promise<void> {
    await Promise.all(this.#processes.splice(0).map((worker) => worker.kill()));
  }

  async remove(): Promise<void> {
    await this.killAll();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #ran = (prefix: string): string => join(this.#folder, `${prefix}.ran`);
  #gate = (prefix: string): string => join(this.#folder, `${prefix}.gate`);
  #poison = (prefix: string): string => join(this.#folder, `${prefix}.poison`);
}

export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #output = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, 'close');
    child.stdout?.on('data', (data: Buffer) => {
      this.#output += data.toString();
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get output(): string {
    return this.#output;
  }

  async says(text: string): Promise<void> {
    while (!this.#output.includes(text)) {
      if (this.#child.exitCode !== null) throw new Error(`The worker ended: ${this.#output}`);
      await once(this.#child.stdout ?? this.#child, 'data');
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async ended(): Promise<void> {
    await this.#ended;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const WORKSPACE = join(__dirname, '../../../..');
const BUNDLE = join(WORKSPACE, 'libs/queue/src/testing/bundle.mjs');
/** Inside the repository, so that the bundle finds its packages; ignored by git. */
const OUT = join(WORKSPACE, 'tmp');

/** The worker as a program of its own, so that a test can kill it. */
export class WorkerProgram {
  readonly #folder: string;
  readonly #kills: (() => Promise<void>)[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async build(): Promise<WorkerProgram> {
    await mkdir(OUT, { recursive: true });
    const folder = await mkdtemp(join(OUT, 'worker-'));
    await promisify(execFile)(process.execPath, [BUNDLE, join(__dirname, '../main.ts'), join(folder, 'worker.mjs')]);
    return new WorkerProgram(folder);
  }

  /** @returns a function that kills it */
  start(env: NodeJS.ProcessEnv): () => Promise<void> {
    const child = spawn(process.execPath, [join(this.#folder, 'worker.mjs')], { env, stdio: 'ignore' });
    const ended = once(child, 'exit');
    const kill = async () => {
      child.kill('SIGKILL');
      await ended;
    };
    this.#kills.push(kill);
    return kill;
  }

  async remove(): Promise<void> {
    await Promise.all(this.#kills.map((kill) => kill()));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from '../errors/system-code';

const run = promisify(execFile);
const SIZE = '256m';
const BLOCK = Buffer.alloc(1024 * 1024);

/** Runs a program as root: directly, or with sudo without a password. */
async function asRoot(program: string, ...args: readonly string[]): Promise<void> {
  if (process.getuid?.() === 0) await run(program, args);
  else await run('sudo', ['-n', program, ...args]);
}

/** A small separate disk (tmpfs) that a test fills and frees. Mounting requires root, or sudo without a password. */
export class FullDisk {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  static async mount(path: string): Promise<FullDisk> {
    await mkdir(path, { recursive: true });
    const options = `size=${SIZE},mode=700,uid=${process.getuid?.() ?? 0}`;
    await asRoot('mount', '-t', 'tmpfs', '-o', options, 'heddle-full-disk', path);
    return new FullDisk(path);
  }

  get #filler(): string {
    return join(this.#path, '.filler');
  }

  /** Writes until the disk is full. */
  async fill(): Promise<void> {
    const file = await open(this.#filler, 'a');
    try {
      for (let block = BLOCK; block.length > 0;) {
        try {
          await file.appendFile(block);
        } catch (error) {
          if (systemCode(error) !== 'ENOSPC') throw error;
          block = block.subarray(0, Math.floor(block.length / 2));
        }
      }
    } finally {
      await file.close();
    }
  }

  async free(): Promise<void> {
    await rm(this.#filler, { force: true });
  }

  async unmount(): Promise<void> {
    await asRoot('umount', this.#path);
  }
}

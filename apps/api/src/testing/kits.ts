import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { extractArchive } from '@heddle/artifacts';
import type { Download } from '@heddle/client';
import { fabricProgram } from '@heddle/testing';

const run = promisify(execFile);

/** An unpacked archive of the API, and commands in its folder. */
export class UnpackedKit implements AsyncDisposable {
  private constructor(
    private readonly root: string,
    readonly folder: string,
  ) {}

  static async of({ name, content }: Download): Promise<UnpackedKit> {
    if (name === null) throw new Error('The archive has no name.');
    const root = await mkdtemp(join(tmpdir(), 'heddle-kit-'));
    const archive = join(root, name);
    await writeFile(archive, await content.bytes());
    await extractArchive(archive, root, { fileName: name });
    return new UnpackedKit(root, join(root, name.replace(/\.zip$/, '')));
  }

  /** Paths of all files. */
  async files(): Promise<string[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1))
      .sort();
  }

  /**
   * The output of the lines in a shell with Fabric's programs on its PATH. @throws Error with the output of a failed
   * line
   */
  async shell(lines: string): Promise<string> {
    const path = `${dirname(fabricProgram('peer'))}:${process.env['PATH'] ?? ''}`;
    const options = { cwd: this.folder, env: { ...process.env, PATH: path }, maxBuffer: 64 * 1_048_576 };
    const { stdout, stderr } = await run('bash', ['-euo', 'pipefail', '-c', lines], options);
    return stdout + stderr;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}

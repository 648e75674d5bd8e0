import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { extractArchive } from '@heddle/artifacts';
import { fabricProgram } from '@heddle/testing';
import type { ApiUnderTest } from './api-under-test';

const run = promisify(execFile);

/** A file from the API. */
export interface Downloaded {
  readonly name: string;
  readonly content: Buffer;
}

/** Downloads like a browser. @throws Error if the request is rejected */
export async function download(api: ApiUnderTest, path: string, body: unknown = {}): Promise<Downloaded> {
  const answer = await fetch(`${api.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '';
  return { name, content: Buffer.from(await answer.arrayBuffer()) };
}

/** An unpacked archive of the API, and commands in its folder. */
export class UnpackedKit implements AsyncDisposable {
  private constructor(
    private readonly root: string,
    readonly folder: string,
  ) {}

  static async of({ name, content }: Downloaded): Promise<UnpackedKit> {
    const root = await mkdtemp(join(tmpdir(), 'heddle-kit-'));
    const archive = join(root, name);
    await writeFile(archive, content);
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

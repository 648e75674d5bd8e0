import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** A file's path leaves the chain's folder or is otherwise unusable. */
export class ArtifactPathError extends Error {
  override readonly name = 'ArtifactPathError';
  readonly code = 'validation_failed';
  readonly retryable = false;
  constructor(readonly path: string) {
    super(`"${path}" is not a relative path inside the chain's artifacts.`);
  }
}

export interface StoredFile {
  /** Relative to the chain's folder, with forward slashes. */
  path: string;
  /** Bytes. */
  size: number;
  modifiedAt: Date;
}

/**
 * Public files of each chain in a directory, which is an NFS mount in production: MSP folders, genesis blocks,
 * packages, connection profiles. Private keys never come here.
 */
export class ArtifactStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Writes one file atomically: readers see the old or the new content. */
  async write(chainId: string, path: string, content: Uint8Array | string): Promise<void> {
    const target = this.#resolve(chainId, path);
    await mkdir(dirname(target), { recursive: true });
    const candidate = `${target}.${randomBytes(6).toString('hex')}.tmp`;
    const file = await open(candidate, 'wx', 0o644);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(candidate, target);
  }

  async writeAll(chainId: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
    await Promise.all(Object.entries(files).map(([path, content]) => this.write(chainId, path, content)));
  }

  async read(chainId: string, path: string): Promise<Buffer> {
    return readFile(this.#resolve(chainId, path));
  }

  /** Every file of a chain, by path; empty if the chain has no folder. */
  async list(chainId: string): Promise<StoredFile[]> {
    const folder = this.folder(chainId);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
    const files = (entries ?? []).filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'));
    const stored = await Promise.all(
      files.map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const { size, mtime } = await stat(path);
        return { path: relative(folder, path).split(sep).join('/'), size, modifiedAt: mtime };
      }),
    );
    return stored.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Removes all files of a chain, or the file or folder at a path. A missing one is not an error. */
  async remove(chainId: string, path?: string): Promise<void> {
    const target = path === undefined ? this.folder(chainId) : this.#resolve(chainId, path);
    await rm(target, { recursive: true, force: true });
  }

  /** The chain's folder on this machine. */
  folder(chainId: string): string {
    if (!/^[A-Za-z0-9-]+$/.test(chainId)) throw new ArtifactPathError(chainId);
    return join(this.#root, chainId);
  }

  #resolve(chainId: string, path: string): string {
    const folder = this.folder(chainId);
    const target = join(folder, path);
    if (path === '' || path.includes('\0') || !target.startsWith(folder + sep)) throw new ArtifactPathError(path);
    return target;
  }
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}

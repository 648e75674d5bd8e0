import type { ArchiveEntry } from './archive-entry';
import { UnsupportedArchiveError } from './archive-errors';

/** The names in an archive so far. Each file occurs once, and no file has the name of a folder. */
export class EntryNames {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  get size(): number {
    return this.#files.size + this.#folders.size;
  }

  /** @throws UnsupportedArchiveError */
  add({ path, type }: Pick<ArchiveEntry, 'path' | 'type'>): void {
    for (const folder of foldersOf(path)) this.#addFolder(folder);
    if (type === 'directory') this.#addFolder(path);
    else this.#addFile(path);
  }

  #addFolder(path: string): void {
    if (this.#files.has(path)) throw isBoth(path);
    this.#folders.add(path);
  }

  #addFile(path: string): void {
    if (this.#folders.has(path)) throw isBoth(path);
    if (this.#files.has(path)) throw new UnsupportedArchiveError(`The archive holds "${path}" twice.`);
    this.#files.add(path);
  }
}

const isBoth = (path: string): UnsupportedArchiveError =>
  new UnsupportedArchiveError(`The archive holds "${path}" both as a file and as a folder.`);

/** `a/b/c` -> `a`, `a/b`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

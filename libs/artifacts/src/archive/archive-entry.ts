/** A file or folder in an archive. Its path is safe, its content not yet read. */
export interface ArchiveEntry {
  readonly path: string;
  readonly type: 'file' | 'directory';
  /** Content, to be read to its end before the next entry is asked for. Folders have none. */
  readonly open: () => Promise<AsyncIterable<Buffer>>;
}

/** The content of a folder. */
export async function* noContent(): AsyncGenerator<Buffer> {
  yield* [];
  return Promise.resolve();
}

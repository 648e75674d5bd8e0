/** A file or folder in an archive. Its path is validated; its content has not been read. */
export interface ArchiveEntry {
  readonly path: string;
  readonly type: 'file' | 'directory';
  /** Content, which must be read to its end before the next entry is requested. Folders have none. */
  readonly open: () => Promise<AsyncIterable<Buffer>>;
}

/** The content of a folder. */
export async function* noContent(): AsyncGenerator<Buffer> {
  yield* [];
  return Promise.resolve();
}

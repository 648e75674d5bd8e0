import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { ArtifactStore, type StoredFile } from '@heddle/artifacts';
import type { ArtifactFile, ArtifactText, ChainId, Page } from '@heddle/contracts';
import { pack, type Pack } from 'tar-stream';
import { invalidField, notFound } from '../errors/api-error';
import { Resources } from '../resources';

/** Files that are never served, even if they are among the artifacts. */
const PRIVATE = /(^|\/)keystore\/|_sk$|\.key$|priv/i;

/** Maximum number of bytes that are shown of a file. */
const TEXT_LIMIT = 1_048_576;

@Injectable()
export class ArtifactsService {
  readonly #files: ArtifactStore;

  constructor(private readonly resources: Resources) {
    this.#files = new ArtifactStore(resources.layout.artifacts);
  }

  async list(chainId: ChainId): Promise<Page<ArtifactFile>> {
    const items = (await this.#public(chainId)).map(({ path, size, modifiedAt }) => ({
      path,
      size,
      modifiedAt: modifiedAt.toISOString(),
    }));
    return { items, nextCursor: null };
  }

  /**
   * Text of one file. Only listed files can be read, so no path leads out of the chain's folder.
   *
   * @throws ApiError `not_found`, `validation_failed` for a file that is not text
   */
  async text(chainId: ChainId, path: string): Promise<ArtifactText> {
    const file = (await this.#public(chainId)).find((candidate) => candidate.path === path);
    if (file === undefined) throw notFound(`The file ${path}`);
    const source = createReadStream(join(this.#files.folder(chainId), file.path), { end: TEXT_LIMIT - 1 });
    const bytes = await buffer(source);
    // An incomplete character at the end is removed.
    const text = textOf(bytes, { stream: file.size > bytes.length });
    if (text === undefined) throw invalidField('path', 'is not a text file: download the archive');
    return { path, size: file.size, text, truncated: file.size > bytes.length };
  }

  /** The files as a tar.gz stream under a folder named after the chain. */
  async archive(chainId: ChainId): Promise<{ name: string; stream: Readable }> {
    const { name } = await this.resources.database.store.chains.get(chainId);
    const files = await this.#public(chainId);
    const archive = pack();
    const zipped = createGzip();
    // An error on either side ends the other; the reader sees it on the stream.
    pipeline(archive, zipped).catch((error: unknown) => {
      this.resources.log.warn({ err: error, chainId }, 'artifact download ended early');
    });
    this.#fill(archive, { name, folder: this.#files.folder(chainId), files }).catch((error: unknown) => {
      archive.destroy(error instanceof Error ? error : new Error(String(error)));
    });
    return { name, stream: zipped };
  }

  async #public(chainId: ChainId): Promise<StoredFile[]> {
    await this.resources.database.store.chains.get(chainId);
    return (await this.#files.list(chainId)).filter(({ path }) => !PRIVATE.test(path));
  }

  async #fill(
    archive: Pack,
    { name, folder, files }: { name: string; folder: string; files: readonly StoredFile[] },
  ): Promise<void> {
    for (const { path, size, modifiedAt } of files) {
      const entry = archive.entry({ name: `${name}/${path}`, size, mtime: modifiedAt, mode: 0o644 });
      await pipeline(createReadStream(join(folder, path), { end: Math.max(0, size - 1) }), entry);
    }
    archive.finalize();
  }
}

/** Undefined for bytes that are not UTF-8, and for unreadable control characters. */
function textOf(bytes: Uint8Array, options: { stream: boolean }): string | undefined {
  const text = new TextDecoder('utf-8').decode(bytes, options);
  return /[\0\uFFFD]/.test(text) ? undefined : text;
}

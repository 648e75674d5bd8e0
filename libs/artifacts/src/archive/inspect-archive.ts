import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ArchiveFormat } from './archive-format';
import { detectLanguage, type DetectedProject } from './detect-language';
import { readArchive, type ReadArchiveOptions } from './read-archive';

/** What is known of an uploaded source after it was read once, without writing anything. */
export interface ArchiveInspection extends DetectedProject {
  readonly format: ArchiveFormat;
  /** Paths of the files, in the order of the archive. */
  readonly paths: readonly string[];
  /** Unpacked size in bytes. */
  readonly totalBytes: number;
  /** Packed size in bytes. */
  readonly size: number;
  /** SHA-256 of the file as uploaded, in hex: its content address. */
  readonly sha256: string;
}

/** SHA-256 of a file, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) hash.update(part);
  return hash.digest('hex');
}

/** Reads to the end, so that every limit and checksum is tried. */
async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  const reader = content[Symbol.asyncIterator]();
  while ((await reader.next()).done !== true);
}

/**
 * Reads an uploaded chaincode source to its end and tells what it is, so that bad input is refused before anything
 * is written.
 *
 * @throws UnsupportedArchiveError
 */
export async function inspectArchive(path: string, options: ReadArchiveOptions): Promise<ArchiveInspection> {
  const paths: string[] = [];
  const { format, totalBytes } = await readArchive(path, options, async (entry, content) => {
    if (entry.type === 'directory') return;
    await drain(content);
    paths.push(entry.path);
  });
  const [{ size }, sha256] = await Promise.all([stat(path), hashFile(path)]);
  return { ...detectLanguage(paths), format, paths, totalBytes, size, sha256 };
}

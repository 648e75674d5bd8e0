import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, rm, stat, truncate } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { hasCode, ifPresent } from '../file-errors';
import type { NodeFolder } from '../node/node-folder';
import { archivePath, logSegments } from './log-file';

export interface RotationOptions {
  /** Size in bytes from which the log is rotated. */
  readonly maxBytes: number;
  /** Number of rotated files to keep. */
  readonly keep: number;
}

/**
 * Rotates a log that is too large. The node keeps its file open (O_APPEND), so the text is copied and the file is
 * truncated. Lines written between the two steps are lost, which is inherent to copy-and-truncate. A rotated file is
 * named after the position of its first byte, so that of two rotating workers only one succeeds.
 */
export async function rotateLog(folder: NodeFolder, { maxBytes, keep }: RotationOptions): Promise<void> {
  const info = await ifPresent(stat(folder.log));
  if (info === undefined || info.size < maxBytes) return;
  const start = (await logSegments(folder)).at(-1)?.start ?? 0;
  const draft = `${folder.log}.${randomUUID()}.draft`;
  try {
    // `copyFile` never ends if another worker truncates the file meanwhile: libuv waits for the rest of its former size.
    await pipeline(createReadStream(folder.log), createWriteStream(draft, { flags: 'wx' }));
    await link(draft, archivePath(folder, start));
    await truncate(folder.log);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const archives = (await logSegments(folder)).slice(0, -1);
  for (const { path } of archives.slice(0, Math.max(0, archives.length - keep))) await rm(path, { force: true });
}

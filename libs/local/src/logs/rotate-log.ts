import { randomUUID } from 'node:crypto';
import { copyFile, link, rm, stat, truncate } from 'node:fs/promises';
import { hasCode, ifPresent } from '../file-errors';
import type { NodeFolder } from '../node/node-folder';
import { archivePath, logSegments } from './log-file';

export interface RotationOptions {
  /** Size in bytes at which the log is put aside. */
  readonly maxBytes: number;
  /** How many old files stay. */
  readonly keep: number;
}

/**
 * Puts a log aside when it is too large. The node keeps its file open (O_APPEND), so the text is copied and the file
 * emptied; lines that come in the instant between the two are lost, which is the price of copy-and-truncate.
 * An archive is named after its first byte's position, so that of two rotating workers only one succeeds.
 */
export async function rotateLog(folder: NodeFolder, { maxBytes, keep }: RotationOptions): Promise<void> {
  const info = await ifPresent(stat(folder.log));
  if (info === undefined || info.size < maxBytes) return;
  const start = (await logSegments(folder)).at(-1)?.start ?? 0;
  const draft = `${folder.log}.${randomUUID()}.draft`;
  try {
    await copyFile(folder.log, draft);
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

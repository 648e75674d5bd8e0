import type { LogChunk } from '@heddle/contracts';
import type { LogRequest } from '@heddle/runtime';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ifPresent } from '../file-errors';
import type { NodeFolder } from '../node/node-folder';

/** A section of a node's log. Positions count all bytes since the node's first start. */
export interface LogSegment {
  readonly path: string;
  readonly start: number;
  readonly size: number;
}

const MAX_CHUNK = 1_048_576;
const POLL_MS = 50;
const ARCHIVE = /^node\.(\d+)\.log$/;

export function archivePath(folder: NodeFolder, start: number): string {
  return join(folder.logs, `node.${start}.log`);
}

/** The rotated files, oldest first, followed by the current one. */
export async function logSegments(folder: NodeFolder): Promise<LogSegment[]> {
  const names = (await ifPresent(readdir(folder.logs))) ?? [];
  const starts = names.flatMap((name) => ARCHIVE.exec(name)?.[1] ?? []).map(Number);
  starts.sort((one, other) => one - other);
  const segments: LogSegment[] = [];
  for (const start of starts) {
    const path = archivePath(folder, start);
    const info = await ifPresent(stat(path));
    if (info !== undefined) segments.push({ path, start, size: info.size });
  }
  const last = segments.at(-1);
  const info = await ifPresent(stat(folder.log));
  segments.push({ path: folder.log, start: last === undefined ? 0 : last.start + last.size, size: info?.size ?? 0 });
  return segments;
}

const endOf = ({ start, size }: LogSegment): number => start + size;

async function readSegment(segment: LogSegment, from: number, length: number): Promise<Buffer> {
  const file = await ifPresent(open(segment.path, 'r'));
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position: from - segment.start });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Number of bytes at the end that start an incomplete UTF-8 character; they are left for the next chunk. */
function unfinishedTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

async function readChunk(folder: NodeFolder, { offset, tailBytes }: LogRequest): Promise<LogChunk> {
  const segments = await logSegments(folder);
  const first = segments[0]?.start ?? 0;
  const end = segments.reduce((most, segment) => Math.max(most, endOf(segment)), 0);
  const wanted = offset ?? end - tailBytes;
  const begin = Math.min(Math.max(wanted, first), end);
  const parts: Buffer[] = [];
  let position = begin;
  for (const segment of segments) {
    const stop = Math.min(endOf(segment), begin + MAX_CHUNK);
    if (position < segment.start || position >= stop) continue;
    const part = await readSegment(segment, position, stop - position);
    parts.push(part);
    position += part.length;
  }
  const bytes = Buffer.concat(parts);
  const complete = bytes.subarray(0, bytes.length - unfinishedTail(bytes));
  return {
    text: complete.toString('utf8'),
    offset: begin,
    nextOffset: begin + complete.length,
    truncated: offset === undefined ? begin > first || first > 0 : begin !== offset,
  };
}

/**
 * Log text from a byte position, or the end of the log. If there is none yet, waits up to `waitMs`. `truncated` means
 * that older text is missing from the answer: cut off by `tailBytes`, or deleted by rotation.
 */
export async function readLog(folder: NodeFolder, request: LogRequest, signal?: AbortSignal): Promise<LogChunk> {
  const deadline = performance.now() + request.waitMs;
  for (;;) {
    const chunk = await readChunk(folder, request);
    if (chunk.text !== '' || performance.now() >= deadline) return chunk;
    await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
}

/** The last lines of a node's log, without blank lines. */
export async function lastLogLines(folder: NodeFolder, count = 20): Promise<string[]> {
  const { text } = await readChunk(folder, { tailBytes: 16_384, waitMs: 0 });
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
}

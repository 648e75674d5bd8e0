import type { LogChunk } from '@heddle/contracts';
import { NodeUnknownError, type LogRequest, type NodeRef } from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { collectionsOf, listObjects } from './chain-view';
import { placeAfter, placeOf, positionOf, unread, type LogPlace, type TimedLine } from './log-position';
import { logSources, podsOfNode, sinceQuery, sourceLines, type LogSource } from './log-source';
import { lastPodLines } from './pod-log';
import { nextLogChange } from './next-log-change';

const MAX_CHUNK = 1_048_576;
/** Bytes that a line is assumed to have, as the last lines are requested by number; more are requested where it has fewer. */
const LINE_BYTES = 64;

const sizeOf = ({ text }: TimedLine): number => Buffer.byteLength(text) + 1;

/** The first lines that fit, at least one. */
function fitting(lines: readonly TimedLine[], most: number): TimedLine[] {
  let size = 0;
  const end = lines.findIndex((line) => (size += sizeOf(line)) > most);
  return end < 0 ? [...lines] : lines.slice(0, Math.max(1, end));
}

function chunkOf(lines: readonly TimedLine[], start: LogPlace, truncated: boolean): LogChunk {
  return {
    text: lines.map(({ text }) => `${text}\n`).join(''),
    offset: positionOf(start),
    nextOffset: positionOf(placeAfter(lines, start)),
    truncated,
  };
}

interface Reading {
  readonly context: ClusterContext;
  readonly sources: readonly LogSource[];
  readonly signal?: AbortSignal | undefined;
}

const inTime = (lines: readonly TimedLine[]): TimedLine[] => lines.toSorted((one, other) => one.micros - other.micros);

/** Lines of one run after a position, as many as a chunk holds. */
async function linesAfter({ context, signal }: Reading, source: LogSource, place: LogPlace): Promise<TimedLine[]> {
  const lines: TimedLine[] = [];
  let size = 0;
  for await (const line of sourceLines(context, source, { query: sinceQuery(place), signal })) {
    if (line.micros < place.micros) continue;
    lines.push(line);
    size += sizeOf(line);
    // Lines of the position itself are read again and dropped, however many they are.
    if (size > MAX_CHUNK && line.micros > place.micros) break;
  }
  return lines;
}

async function readFrom(reading: Reading, offset: number): Promise<LogChunk> {
  const place = placeOf(offset);
  const all = await Promise.all(reading.sources.map((source) => linesAfter(reading, source, place)));
  const lines = fitting(unread(inTime(all.flat()), place), MAX_CHUNK);
  const first = reading.sources[0];
  const gap = first !== undefined && first.startedAt * 1_000 > place.micros && (offset > 0 || first.olderLost);
  return chunkOf(lines, place, gap);
}

async function lastOf({ context, signal }: Reading, source: LogSource, count: number): Promise<TimedLine[]> {
  const lines: TimedLine[] = [];
  for await (const line of sourceLines(context, source, { query: { tailLines: String(count) }, signal })) {
    lines.push(line);
  }
  return lines;
}

/** The position of a reader whose next line is the one at an index. */
function placeBefore(lines: readonly TimedLine[], index: number): LogPlace {
  const micros = lines[index]?.micros ?? 0;
  return { micros, seen: lines.slice(0, index).filter((line) => line.micros === micros).length };
}

/** The last lines of all runs that fit into `tailBytes`, at least one. */
async function readTail(
  reading: Reading,
  tailBytes: number,
  count = Math.ceil(tailBytes / LINE_BYTES) + 1,
): Promise<LogChunk> {
  const all = await Promise.all(reading.sources.map((source) => lastOf(reading, source, count)));
  const lines = inTime(all.flat());
  const kept = fitting(lines.toReversed(), Math.min(tailBytes, MAX_CHUNK)).reverse();
  const isCut = all.some(({ length }) => length >= count);
  // How many lines of the first microsecond come before the tail is known once a line of an earlier one is read.
  if (isCut && kept[0]?.micros === lines[0]?.micros) return readTail(reading, tailBytes, count * 4);
  const older = kept.length < lines.length || isCut;
  const lost = reading.sources[0]?.olderLost ?? false;
  return chunkOf(kept, placeBefore(lines, lines.length - kept.length), older || lost);
}

async function mustBeKnown(context: ClusterContext, { chainId, name }: NodeRef): Promise<void> {
  const { statefulSets, deployments } = collectionsOf(chainId);
  const lists = await Promise.all([listObjects(context, statefulSets), listObjects(context, deployments)]);
  if (!lists.flat().some(({ metadata }) => metadata.name === name)) throw new NodeUnknownError(chainId, name);
}

/**
 * Log text of a node after a position, or the end of it, of the current run and the one before it. Positions grow with
 * time; they count no bytes. When there is no new text, waits up to `waitMs` for some. `truncated` says that older text
 * is missing: cut off by `tailBytes`, or written by a run whose log Kubernetes has deleted. Empty while the node has no
 * pod.
 */
export async function readLog(
  context: ClusterContext,
  ref: NodeRef,
  request: LogRequest,
  signal?: AbortSignal,
): Promise<LogChunk> {
  const { offset, tailBytes, waitMs } = request;
  const deadline = performance.now() + waitMs;
  for (;;) {
    signal?.throwIfAborted();
    const sources = await logSources(context, ref, signal);
    if (sources.length === 0) await mustBeKnown(context, ref);
    const reading = { context, sources, signal };
    const chunk = offset === undefined ? await readTail(reading, tailBytes) : await readFrom(reading, offset);
    const leftMs = deadline - performance.now();
    if (chunk.text !== '' || leftMs <= 0) return offset === undefined ? chunk : { ...chunk, offset };
    await nextLogChange(context, { ref, sources, place: placeOf(offset ?? 0), leftMs, signal });
  }
}

/** The last lines that a node wrote, without the blank ones; of its last run where it does not run. */
export async function lastLogLines(context: ClusterContext, ref: NodeRef, count = 20): Promise<string[]> {
  const pod = (await podsOfNode(context, ref)).at(-1);
  const container = pod?.status.containerStatuses[0];
  if (pod === undefined || container === undefined) return [];
  return lastPodLines(context, { chainId: ref.chainId, pod: pod.metadata.name, container: container.name }, count);
}

import type { NodeRef } from '@heddle/runtime';
import { once, setMaxListeners } from 'node:events';
import { ClusterUnreachableError } from '../access/errors';
import type { ClusterContext } from '../cluster-context';
import { StreamBrokenError } from '../api-server/lines';
import type { Pod } from './kube-objects';
import type { LogPlace } from './log-position';
import { nodePods, sinceQuery, sourceLines, sourcesOf, type LogSource } from './log-source';
import { watchObjects } from '../api-server/watch-objects';

export interface LogChangeRequest {
  readonly ref: NodeRef;
  readonly sources: readonly LogSource[];
  readonly place: LogPlace;
  readonly leftMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Identifies the current runs, so that a new one is noticed. */
function runsOf(sources: readonly LogSource[]): string {
  return sources.map(({ pod, run, startedAt, running }) => `${pod} ${run} ${startedAt} ${running}`).join();
}

/** Resolves when the node's container is another one, or one runs that did not. */
async function nextRun(
  context: ClusterContext,
  { ref, sources }: LogChangeRequest,
  signal: AbortSignal,
): Promise<void> {
  const before = runsOf(sources);
  const changed = new AbortController();
  const pods = new Map<string, Pod>();
  const look = () => {
    if (runsOf(sourcesOf(ref.chainId, [...pods.values()])) !== before) changed.abort();
  };
  await watchObjects(context, {
    ...nodePods(ref),
    signal: AbortSignal.any([signal, changed.signal]),
    onList: (items) => {
      pods.clear();
      for (const pod of items) pods.set(pod.metadata.uid, pod);
      look();
    },
    onChange: ({ type, object }) => {
      if (type === 'set') pods.set(object.metadata.uid, object);
      else pods.delete(object.metadata.uid);
      look();
    },
  });
}

/** Resolves at the first line after the position; never when the run ends without one, as another may follow. */
async function nextLine(
  context: ClusterContext,
  source: LogSource,
  { place, leftMs, signal }: LogChangeRequest & { readonly signal: AbortSignal },
): Promise<void> {
  const query = { ...sinceQuery(place), follow: 'true' };
  let same = 0;
  try {
    for await (const line of sourceLines(context, source, { query, signal, silenceMs: leftMs + 1_000 })) {
      if (line.micros === place.micros) same += 1;
      if (line.micros > place.micros || same > place.seen) return;
    }
  } catch (error) {
    const passes = signal.aborted || error instanceof StreamBrokenError || error instanceof ClusterUnreachableError;
    if (!passes) throw error;
  }
  if (!signal.aborted) await once(signal, 'abort');
}

/** Resolves when there may be new text: a line, a new run, or a timeout. Nothing stays open after it. */
export async function nextLogChange(context: ClusterContext, request: LogChangeRequest): Promise<void> {
  const { sources, leftMs, signal: outer } = request;
  const over = new AbortController();
  const timer = setTimeout(() => {
    over.abort();
  }, leftMs);
  const signal = outer === undefined ? over.signal : AbortSignal.any([over.signal, outer]);
  setMaxListeners(0, signal);
  const running = sources.findLast((source) => source.running);
  const waits = [
    nextRun(context, request, signal),
    ...(running === undefined ? [] : [nextLine(context, running, { ...request, signal })]),
  ];
  try {
    await Promise.race(waits);
  } finally {
    clearTimeout(timer);
    over.abort();
    await Promise.allSettled(waits);
  }
}

import type { NodeRef } from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { logLinesOf } from '../api-server/lines';
import { openStream } from '../api-server/read';
import { collectionsOf, listObjects } from './chain-view';
import type { Pod } from './kube-objects';
import { parseLine, type LogPlace, type TimedLine } from './log-position';
import { isLogAbsent, podLogPath } from './pod-log';

/** One run of a node's container whose log still exists. */
export interface LogSource {
  readonly chainId: string;
  readonly pod: string;
  readonly container: string;
  readonly run: 'current' | 'previous';
  readonly running: boolean;
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly startedAt: number;
  /** Whether the container ran before, and what it wrote then is deleted. */
  readonly olderLost: boolean;
}

/** Pods that were created for a node, oldest first: without maintenance and build pods. */
export async function podsOfNode(
  context: ClusterContext,
  { chainId, name }: NodeRef,
  signal?: AbortSignal,
): Promise<Pod[]> {
  return ownPods(await listObjects(context, nodePods({ chainId, name }), signal));
}

function ownPods(pods: readonly Pod[]): Pod[] {
  const own = pods.filter(({ metadata }) =>
    metadata.ownerReferences.some(({ kind }) => kind === 'StatefulSet' || kind === 'ReplicaSet'),
  );
  const born = ({ metadata }: Pod): string => metadata.creationTimestamp ?? '';
  return own.sort((one, other) => born(one).localeCompare(born(other)));
}

/** The collection of a node's pods. */
export function nodePods({ chainId, name }: NodeRef) {
  const { pods } = collectionsOf(chainId);
  return { ...pods, query: { labelSelector: `${pods.query.labelSelector}=${name}` } };
}

const millis = (at: string | null | undefined): number => (at == null ? 0 : Date.parse(at));

function sourcesOfPod(chainId: string, pod: Pod): LogSource[] {
  const status = pod.status.containerStatuses[0];
  if (status === undefined) return [];
  const { state, lastState, restartCount } = status;
  const common = { chainId, pod: pod.metadata.name, container: status.name };
  const current: LogSource = {
    ...common,
    run: 'current',
    running: state.running !== undefined,
    startedAt: millis(state.running?.startedAt ?? state.terminated?.startedAt ?? lastState.terminated?.startedAt),
    olderLost: restartCount > 0,
  };
  // While the container waits for its next start, the API server calls its last run the current one.
  if (lastState.terminated === undefined || state.waiting !== undefined) return [current];
  const startedAt = millis(lastState.terminated.startedAt);
  return [{ ...common, run: 'previous', running: false, startedAt, olderLost: restartCount > 1 }, current];
}

/** The runs of a node whose logs still exist, oldest first. */
export async function logSources(context: ClusterContext, ref: NodeRef, signal?: AbortSignal): Promise<LogSource[]> {
  return sourcesOf(ref.chainId, await podsOfNode(context, ref, signal));
}

/** The runs of some pods. */
export function sourcesOf(chainId: string, pods: readonly Pod[]): LogSource[] {
  return ownPods(pods).flatMap((pod) => sourcesOfPod(chainId, pod));
}

export interface SourceRequest {
  readonly query: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly silenceMs?: number;
}

/** Lines of one run as they arrive; none where the log is gone. */
export async function* sourceLines(
  context: ClusterContext,
  source: LogSource,
  { query, signal, silenceMs }: SourceRequest,
): AsyncGenerator<TimedLine> {
  const { container, run } = source;
  const stream = await openStream(context, {
    path: podLogPath(source),
    query: { container, timestamps: 'true', ...(run === 'previous' && { previous: 'true' }), ...query },
    signal,
    ...(silenceMs !== undefined && { silenceMs }),
  }).catch((error: unknown) => {
    if (isLogAbsent(error)) return undefined;
    throw error;
  });
  if (stream === undefined) return;
  let micros = 0;
  for await (const text of logLinesOf(stream)) {
    const line = parseLine(text, micros);
    micros = line.micros;
    yield line;
  }
}

/** `sinceTime` for a position; the API server takes whole seconds. */
export function sinceQuery({ micros }: LogPlace): Record<string, string> {
  if (micros === 0) return {};
  return { sinceTime: new Date(Math.floor(micros / 1_000_000) * 1_000).toISOString().replace('.000Z', 'Z') };
}

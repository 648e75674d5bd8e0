import type { Manifest } from '@heddle/manifests';
import { ClusterCalls } from '../requests/cluster-calls';
import type { LiveObject } from '../requests/live-object';
import { objectPath, PODS } from '../requests/resource-path';
import { watchUntil, type WatchUntilOptions } from '../requests/watch-until';

/** How a pod that runs once has ended. */
export interface PodOutcome {
  readonly succeeded: boolean;
  /** What its first container wrote, or why it could not run. */
  readonly lines: readonly string[];
}

interface PodStatus {
  readonly phase?: string;
  readonly containerStatuses?: readonly {
    readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  }[];
}

const CLEANING_MS = 30_000;
/** Reasons of a waiting container that waiting does not fix. */
const HOPELESS = /^(ErrImagePull|ImagePullBackOff|InvalidImageName|CreateContainerConfigError|CreateContainerError)$/;

/** Creates a pod, waits until it has ended, reads its log and deletes it, also when the call is cancelled. */
export async function runPod(
  calls: ClusterCalls,
  pod: Manifest,
  waitingFor: string,
  deadline?: WatchUntilOptions['deadline'],
): Promise<PodOutcome> {
  const { name, namespace = '' } = pod.metadata;
  try {
    await calls.create(PODS, pod);
    return await outcomeOf(calls, { name, namespace }, { waitingFor, ...(deadline !== undefined && { deadline }) });
  } finally {
    const cleaning = new ClusterCalls(calls.context, { signal: AbortSignal.timeout(CLEANING_MS) });
    await cleaning.delete(PODS, name, { namespace, graceMs: 0 });
  }
}

async function outcomeOf(
  calls: ClusterCalls,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  wait: { readonly waitingFor: string; readonly deadline?: WatchUntilOptions['deadline'] },
): Promise<PodOutcome> {
  let last: LiveObject | undefined;
  await watchUntil(calls, {
    type: PODS,
    namespace,
    fieldSelector: `metadata.name=${name}`,
    waitingFor: ([pod]) => {
      last = pod;
      return pod === undefined || isOver(statusOf(pod)) ? null : wait.waitingFor;
    },
    ...(wait.deadline !== undefined && { deadline: wait.deadline }),
  });
  if (last === undefined) return { succeeded: false, lines: ['Its pod was deleted by another client.'] };
  const status = statusOf(last);
  const problem = hopelessness(status);
  if (problem !== undefined) return { succeeded: false, lines: [problem] };
  const log = await calls.text(`${objectPath(PODS, name, namespace)}/log`);
  return { succeeded: status.phase === 'Succeeded', lines: log.split('\n').filter((line) => line !== '') };
}

const statusOf = ({ status }: LiveObject): PodStatus => status ?? {};

const isOver = (status: PodStatus): boolean =>
  status.phase === 'Succeeded' || status.phase === 'Failed' || hopelessness(status) !== undefined;

function hopelessness({ containerStatuses = [] }: PodStatus): string | undefined {
  const waiting = containerStatuses[0]?.state?.waiting;
  if (waiting === undefined || !HOPELESS.test(waiting.reason ?? '')) return undefined;
  return `${waiting.reason ?? ''}: ${waiting.message ?? ''}`;
}

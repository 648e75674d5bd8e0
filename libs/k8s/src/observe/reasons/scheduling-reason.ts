import type { Condition, Pod } from '../kube-objects';
import type { NodeView } from '../node-view';
import { sentenceOf, type Trouble } from './node-reason';
import { claimReason } from './volume-reason';

/** `0/1 nodes are available: 1 Insufficient cpu, ...`; what follows is about preemption. */
const CAUSE = /nodes are available: (.+?)(?:\. (?:no new claims|preemption|not found)|\.?$)/s;
const CLAIM = /persistentvolumeclaim|PersistentVolumeClaim/;
const UNITS: Readonly<Record<string, string>> = { cpu: 'CPU', memory: 'memory', 'ephemeral-storage': 'disk' };

function asks(pod: Pod, resource: string): string[] {
  return pod.spec.containers.flatMap(({ resources }) => resources.requests[resource] ?? []);
}

/** `64 CPU and 500Gi memory`, of what is insufficient. */
function wanted(pod: Pod, message: string): string {
  return Object.entries(UNITS)
    .filter(([resource]) => message.includes(`Insufficient ${resource}`))
    .flatMap(([resource, unit]) => asks(pod, resource).map((quantity) => `${quantity} ${unit}`))
    .join(' and ');
}

function unscheduled(pod: Pod, message: string): string {
  const cause = CAUSE.exec(message)?.[1] ?? message;
  const missing = wanted(pod, message);
  return sentenceOf(missing === '' ? `No machine takes the pod: ${cause}` : `No machine has ${missing} free: ${cause}`);
}

/** Why no machine can run a pod; undefined when the scheduler has not rejected it. */
export function schedulingReason(node: NodeView, pod: Pod): Trouble | undefined {
  const condition = pod.status.conditions.find(isRefusal);
  if (condition === undefined) return undefined;
  const claim = CLAIM.test(condition.message) ? claimReason(node) : undefined;
  if (claim !== undefined) return claim;
  const grows = node.podEvents.some(({ reason }) => reason === 'TriggeredScaleUp');
  return {
    state: 'unready',
    code: 'unschedulable',
    sentence: unscheduled(pod, condition.message),
    outlook: grows ? 'hopeful' : 'doubtful',
  };
}

function isRefusal({ type, status, reason }: Condition): boolean {
  return type === 'PodScheduled' && status === 'False' && reason === 'Unschedulable';
}

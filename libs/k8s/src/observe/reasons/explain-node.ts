import { HELD_ANNOTATION } from '../../names';
import type { ContainerStatus, Pod } from '../kube-objects';
import type { NodeView } from '../node-view';
import { containerReason, probeReason } from './container-reason';
import { creationReason } from './creation-reason';
import { sentenceOf, type NodeReason, type Trouble } from './node-reason';
import { schedulingReason } from './scheduling-reason';
import { mountReason } from './volume-reason';

export interface Evidence {
  /** Last lines of the container that ended, where they are known. */
  readonly lastLines?: readonly string[];
  /** Why the machine of the pod does not respond, if known: `NodeStatusUnknown: Kubelet stopped posting ...`. */
  readonly machineTrouble?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const well = (state: NodeReason['state'], sentence: string | null = null): NodeReason => ({
  state,
  code: null,
  sentence,
});

function heldReason({ pod, workload }: NodeView): NodeReason {
  if (pod !== undefined) return well('stopping');
  const held = workload.metadata.annotations[HELD_ANNOTATION] !== undefined;
  return well('stopped', held ? null : 'It was scaled to 0 by another client.');
}

/** The machine that a pod runs on no longer reports. */
function lostReason({ spec, status, metadata }: Pod, machineTrouble: string | undefined): Trouble | undefined {
  const lost =
    status.reason === 'NodeLost' ||
    status.phase === 'Unknown' ||
    status.conditions.some(({ reason }) => reason === 'DeletionByTaintManager');
  if (!lost && machineTrouble === undefined) return undefined;
  const words = machineTrouble === undefined ? '' : ` (${machineTrouble})`;
  const sentence = `Machine ${spec.nodeName ?? ''} of pod ${metadata.name} does not report${words}.`;
  return { state: 'unreachable', code: 'node_not_ready', sentence, outlook: 'doubtful' };
}

/** A pod that was ended as a whole: evicted, or rejected by its machine. */
function failedReason({ kind }: NodeView, { status }: Pod): Trouble | undefined {
  if (status.phase !== 'Failed' || status.reason === '') return undefined;
  return {
    state: 'crashed',
    code: kind === 'chaincode' ? 'chaincode_crashed' : 'node_failed',
    sentence: sentenceOf(`The pod was ended by its machine (${status.reason}): ${status.message}`),
    outlook: 'hopeful',
  };
}

/** The container that the pod waits for: an init container that has not ended, else the node's own. */
function decisive({ status }: Pod): ContainerStatus | undefined {
  const initial = status.initContainerStatuses.find(({ ready, state }) => !ready && state.running === undefined);
  return initial ?? status.containerStatuses.find(({ ready }) => !ready) ?? status.containerStatuses[0];
}

function notReady(node: NodeView, pod: Pod, evidence: Evidence): NodeReason {
  const container = decisive(pod);
  const trouble =
    schedulingReason(node, pod) ?? (container && containerReason(node, container, evidence.lastLines ?? []));
  if (trouble !== undefined) return trouble;
  if (container?.state.running !== undefined) {
    return probeReason(pod, container, { events: node.podEvents, now: evidence.now });
  }
  return mountReason(pod, node.podEvents) ?? well('starting', setupSentence(node));
}

/** What a pod without containers waits for, from the message of the latest warning (a network that is not ready). */
function setupSentence({ podEvents }: NodeView): string {
  const warning = podEvents.find(({ type }) => type === 'Warning');
  return sentenceOf(`The pod is being set up${warning === undefined ? '' : `: ${warning.message}`}`);
}

/** Whether the pod is of the workload's latest template. */
function isCurrent({ workload, pod }: NodeView): boolean {
  const { metadata, status, kind } = workload;
  if (status.observedGeneration < metadata.generation) return false;
  if (kind === 'Deployment') return status.updatedReplicas > 0 && status.replicas === status.updatedReplicas;
  return status.updateRevision === '' || pod?.metadata.labels['controller-revision-hash'] === status.updateRevision;
}

function isReady({ status }: Pod): boolean {
  return status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True');
}

function runningReason(node: NodeView, pod: Pod, evidence: Evidence): NodeReason {
  if (!isReady(pod)) return notReady(node, pod, evidence);
  if (!isCurrent(node)) return well('starting', 'The pod is being replaced by one of the new settings.');
  if (!node.published) return well('starting', 'Its Service does not send connections to it yet.');
  return well('running');
}

/**
 * The state of a node and its reason, from its workload, its pod, its claims and their events. `running` means really
 * ready: probes have passed, the pod is of the latest template, and the Service leads to it.
 */
export function explainNode(node: NodeView, evidence: Evidence): NodeReason {
  const { workload, pod } = node;
  if (workload.metadata.deletionTimestamp !== undefined) return well('stopping', 'It is being removed.');
  if (workload.spec.replicas === 0) return heldReason(node);
  if (pod === undefined) return creationReason(node) ?? well('starting', 'The pod is being made.');
  const ended = lostReason(pod, evidence.machineTrouble) ?? failedReason(node, pod);
  if (ended !== undefined) return ended;
  if (pod.metadata.deletionTimestamp !== undefined) return well('starting', 'The pod is being replaced.');
  return runningReason(node, pod, evidence);
}

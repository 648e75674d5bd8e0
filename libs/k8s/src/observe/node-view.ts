import { NodeKind } from '@heddle/contracts';
import type { NodeSelector } from '@heddle/runtime';
import { KIND_LABEL, NODE_LABEL, ORGANIZATION_LABEL } from '../names';
import type { ChainView } from './chain-view';
import { eventTime, type Claim, type KubeEvent, type NodeWorkload, type Pod } from './kube-objects';

/** Everything of a {@link ChainView} that is about one node; events newest first. */
export interface NodeView {
  readonly name: string;
  readonly kind: NodeKind;
  readonly organization: string;
  readonly workload: NodeWorkload;
  /** The pod that should serve: the newest that is not terminating, else one that is. */
  readonly pod: Pod | undefined;
  readonly podEvents: readonly KubeEvent[];
  /** Events of the workload itself and of a Deployment's ReplicaSets. */
  readonly workloadEvents: readonly KubeEvent[];
  readonly claims: readonly ClaimView[];
  /** Whether the node's Service sends connections to the pod. */
  readonly published: boolean;
}

export interface ClaimView {
  readonly name: string;
  /** Undefined when the claim does not exist. */
  readonly claim: Claim | undefined;
  readonly events: readonly KubeEvent[];
}

const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';

/** Whether a pod was created for the workload: maintenance and build pods carry the node's label too. */
function belongsTo(pod: Pod, { kind, metadata }: NodeWorkload): boolean {
  return pod.metadata.ownerReferences.some((owner) =>
    kind === 'StatefulSet'
      ? owner.kind === kind && owner.name === metadata.name
      : owner.kind === 'ReplicaSet' && isReplicaSetOf(owner.name, metadata.name),
  );
}

function isReplicaSetOf(name: string, deployment: string): boolean {
  return name.startsWith(`${deployment}-`) && !name.slice(deployment.length + 1).includes('-');
}

function newest(pods: readonly Pod[]): Pod | undefined {
  const rank = ({ metadata }: Pod): string =>
    `${metadata.deletionTimestamp === undefined ? 1 : 0} ${metadata.creationTimestamp ?? ''}`;
  return pods.toSorted((one, other) => rank(one).localeCompare(rank(other))).at(-1);
}

function newestFirst(events: readonly KubeEvent[]): KubeEvent[] {
  return events.toSorted((one, other) => eventTime(other) - eventTime(one));
}

function claimsOf(pod: Pod | undefined, { claims, events }: ChainView): ClaimView[] {
  const names = (pod?.spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
  return names.map((name) => {
    const claim = claims.find(({ metadata }) => metadata.name === name);
    const about = events.filter(({ involvedObject }) => involvedObject.uid === claim?.metadata.uid);
    return { name, claim, events: newestFirst(about) };
  });
}

function isPublished(name: string, pod: Pod | undefined, { slices }: ChainView): boolean {
  return slices
    .filter(({ metadata }) => metadata.labels[SERVICE_NAME_LABEL] === name)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .some(({ conditions, targetRef }) => targetRef?.uid === pod?.metadata.uid && conditions.ready !== false);
}

/** Undefined when another workload carries the label of nodes. */
function nodeView(workload: NodeWorkload, view: ChainView): NodeView | undefined {
  const { metadata } = workload;
  const kind = NodeKind.safeParse(metadata.labels[KIND_LABEL]).data;
  if (kind === undefined) return undefined;
  const pod = newest(view.pods.filter((candidate) => belongsTo(candidate, workload)));
  const name = metadata.labels[NODE_LABEL] ?? metadata.name;
  const made = view.events.filter(
    ({ involvedObject }) =>
      involvedObject.uid === metadata.uid ||
      (involvedObject.kind === 'ReplicaSet' && isReplicaSetOf(involvedObject.name, metadata.name)),
  );
  return {
    name,
    kind,
    organization: metadata.labels[ORGANIZATION_LABEL] ?? '',
    workload,
    pod,
    podEvents: newestFirst(view.events.filter(({ involvedObject }) => involvedObject.uid === pod?.metadata.uid)),
    workloadEvents: newestFirst(made),
    claims: claimsOf(pod, view),
    published: pod !== undefined && isPublished(metadata.name, pod, view),
  };
}

/** The selected nodes of a chain, in order of name. */
export function nodesOf(view: ChainView, { names }: Pick<NodeSelector, 'names'>): NodeView[] {
  return view.workloads
    .map((workload) => nodeView(workload, view))
    .filter((node) => node !== undefined)
    .filter(({ name }) => names?.includes(name) ?? true)
    .sort((one, other) => one.name.localeCompare(other.name));
}

import type { ChainView } from '../observe/chain-view';
import { Deployment, eventTime, type KubeEvent, type Pod, type Terminated } from '../observe/kube-objects';
import type { NodeView } from '../observe/node-view';
import { explainNode } from '../observe/reasons/explain-node';
import type { NodeReason } from '../observe/reasons/node-reason';
import { BUILD_LABEL, buildName, type BuildJob } from './build-job';

/** How far a build has come: its pod does not exist yet or does not start, its tools run, or they have ended. */
export type BuildStage =
  | { readonly type: 'waiting'; readonly reason: NodeReason }
  | { readonly type: 'running'; readonly pod: string }
  | { readonly type: 'ended'; readonly pod: string; readonly container: Terminated };

export function buildStage(view: ChainView, { id }: Pick<BuildJob, 'id'>): BuildStage {
  const name = buildName(id);
  const pod = view.pods.find(({ metadata }) => metadata.labels[BUILD_LABEL] === name);
  const state = pod?.status.containerStatuses[0]?.state ?? {};
  if (pod !== undefined && state.terminated !== undefined) {
    return { type: 'ended', pod: pod.metadata.name, container: state.terminated };
  }
  if (pod !== undefined && state.running !== undefined) return { type: 'running', pod: pod.metadata.name };
  return { type: 'waiting', reason: explainNode(asNode(view, name, pod), { now: Date.now() }) };
}

/** A build's pod fails to start for the reasons that a node's does. */
function asNode({ events, claims }: ChainView, name: string, pod: Pod | undefined): NodeView {
  const about = (which: (object: KubeEvent['involvedObject']) => boolean) =>
    events
      .filter(({ involvedObject }) => which(involvedObject))
      .toSorted((one, other) => eventTime(other) - eventTime(one));
  const mounted = (pod?.spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []);
  return {
    name,
    kind: 'chaincode',
    organization: '',
    workload: Deployment.parse({ metadata: { name }, spec: { template: { spec: {} } } }),
    pod,
    podEvents: about(({ uid }) => uid === pod?.metadata.uid),
    workloadEvents: about((object) => object.kind === 'Job' && object.name === name),
    claims: mounted.map((claimName) => {
      const claim = claims.find(({ metadata }) => metadata.name === claimName);
      return { name: claimName, claim, events: about(({ uid }) => uid === claim?.metadata.uid) };
    }),
    published: false,
  };
}

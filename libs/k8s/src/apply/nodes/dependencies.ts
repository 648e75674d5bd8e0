import type { Manifest } from '@heddle/manifests';
import { othersOf, type Dependent, type OtherNode } from '@heddle/runtime';
import { DEPENDS_ON_ANNOTATION, NODE_LABEL } from '../../names';
import type { Labels } from '../../model/labels';
import type { ClusterCalls } from '../requests/cluster-calls';
import { isHeld, nodeWorkloads, type NodeWorkload } from './node-workloads';

/** Waits until the named nodes of a chain are ready. */
export type UntilReady = (names: readonly string[]) => Promise<void>;

/** The annotation that keeps a node's dependencies on its StatefulSet or Deployment; none if it has none. */
export function dependencyAnnotation(dependsOn: readonly string[]): Labels {
  return dependsOn.length === 0 ? {} : { [DEPENDS_ON_ANNOTATION]: dependsOn.join(',') };
}

/** A live workload with its dependencies. */
export interface DependentWorkload extends Dependent {
  readonly workload: NodeWorkload;
}

export function asDependent(workload: NodeWorkload): DependentWorkload {
  const text = workload.live.metadata.annotations?.[DEPENDS_ON_ANNOTATION] ?? '';
  return { name: workload.node, dependsOn: text.split(',').filter((name) => name !== ''), workload };
}

/** The live nodes of a chain that a call does not concern, as far as its nodes depend on any. */
export function liveOthers(calls: ClusterCalls, chainId: string, nodes: readonly Dependent[]): Promise<OtherNode[]> {
  return othersOf(nodes, async () =>
    (await nodeWorkloads(calls, { chainId })).map((workload) => ({
      ...asDependent(workload),
      stopped: isHeld(workload),
    })),
  );
}

/** Divides the objects of nodes among the levels of the nodes. Objects of no single node belong to the first level. */
export function objectsByLevel(
  objects: readonly Manifest[],
  levels: readonly (readonly Dependent[])[],
): ReadonlyMap<number, readonly Manifest[]> {
  const levelOf = new Map(levels.flatMap((level, index) => level.map(({ name }) => [name, index] as const)));
  return Map.groupBy(objects, ({ metadata }) => levelOf.get(metadata.labels?.[NODE_LABEL] ?? '') ?? 0);
}

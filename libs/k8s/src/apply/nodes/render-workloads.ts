import type { Manifest, RenderedManifests } from '@heddle/manifests';
import type { Workload } from '@heddle/topology';
import { builtProgram } from '../../build/built-program';
import type { KubernetesRuntimeContext } from '../../cluster-context';
import { dependencyAnnotation } from './dependencies';
import { renderNode } from '../../model/render-node';
import { renderChain } from '../../model/render-chain';

/** All objects of a chain's nodes, with what the nodes share, and the YAML of each by file name. */
export interface RenderedChain {
  readonly objects: readonly Manifest[];
  readonly files: Readonly<Record<string, RenderedManifests>>;
}

export interface RenderWorkloadsInput {
  readonly context: KubernetesRuntimeContext;
  readonly chainId: string;
  readonly workloads: readonly Workload[];
  /** Whether the cluster knows PodMonitors. */
  readonly monitoring: boolean;
}

/** Renders what a chain's nodes share, and each of the given nodes. */
export async function renderWorkloads(input: RenderWorkloadsInput): Promise<RenderedChain> {
  const { context, chainId, workloads, monitoring } = input;
  const operationsAccess = monitoring ? await context.operationsAccess(chainId) : undefined;
  const chain = renderChain({ context, chainId, monitoring, operationsAccess });
  const nodes = await Promise.all(workloads.map((workload) => renderWorkload(context, workload)));
  const files = Object.fromEntries([
    ['chain', chain] as const,
    ...workloads.map(({ name }, index) => [name, nodes[index] ?? chain] as const),
  ]);
  return { objects: unique([chain, ...nodes].flatMap(({ objects }) => objects)), files };
}

async function renderWorkload(context: KubernetesRuntimeContext, workload: Workload): Promise<RenderedManifests> {
  const { program } = workload;
  const built = program.type === 'build' ? { program: await builtProgram(context, program.buildId) } : {};
  return renderNode({
    context,
    workload,
    replicas: 1,
    annotations: dependencyAnnotation(workload.dependsOn),
    ...built,
  });
}

/** `apps/v1 StatefulSet heddle-0123456789ab/orderer0`, the same for a rendered object and the live one. */
export function identityOf({ apiVersion, kind, metadata: { namespace, name } }: Manifest): string {
  return `${apiVersion} ${kind} ${namespace ?? ''}/${name}`;
}

/** Each object once: nodes of a group each render the objects that they share. */
function unique(objects: readonly Manifest[]): readonly Manifest[] {
  return [...new Map(objects.map((object) => [identityOf(object), object])).values()];
}

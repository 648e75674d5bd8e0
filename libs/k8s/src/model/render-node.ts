import type { RenderedManifests } from '@heddle/manifests';
import { patchSampleConfig, type FileTree, type Workload } from '@heddle/topology';
import type { ClusterContext } from '../cluster-context';
import { namespaceOf } from '../names';
import { fillFolders } from './folders';
import { nodeLabels, type Labels } from './labels';
import { nodeFiles } from './node-files';
import { nodeValues } from './node-values';
import { podProgram, type PodProgram } from './pod-program';
import { secretEnvironment } from './secret-environment';
import { stamped } from './stamped';

export interface RenderNodeInput {
  readonly context: Pick<ClusterContext, 'settings' | 'pullSecrets' | 'renderer' | 'sampleConfig'>;
  readonly workload: Workload;
  /** 0 for a stopped node. */
  readonly replicas: number;
  /** How a chaincode build is started; must be given for workloads of type `build`. */
  readonly program?: PodProgram;
  /** More annotations of the StatefulSet or Deployment. */
  readonly annotations?: Labels;
  /** More annotations of its pods: a changed value replaces the pods. */
  readonly podAnnotations?: Labels;
}

/**
 * Every object of one node, ready for server-side apply in the order given.
 *
 * @throws TemplateError when a template is at fault
 */
export async function renderNode(input: RenderNodeInput): Promise<RenderedManifests> {
  const { context, workload, replicas, annotations = {}, podAnnotations = {} } = input;
  const values = nodeValues({
    context,
    workload,
    replicas,
    annotations,
    podAnnotations,
    program: podProgram(workload.program, context.settings.images, input.program),
    files: nodeFiles(await filesOf(workload, context)),
    secrets: await secretEnvironment(workload),
  });
  return stamped(context.renderer.render(workload.kind, values).objects, {
    namespace: namespaceOf(workload.chainId),
    labels: nodeLabels(workload),
  });
}

/** A workload's files, with the complete configuration that Fabric's programs start from. */
async function filesOf(
  { files, program }: Workload,
  { sampleConfig }: Pick<ClusterContext, 'sampleConfig'>,
): Promise<FileTree> {
  if (program.type !== 'catalogue' || program.config === undefined) return files;
  const { file } = program.config;
  const content = patchSampleConfig(await sampleConfig(file), program.config, fillFolders);
  return { ...files, [file]: { content, secret: false } };
}

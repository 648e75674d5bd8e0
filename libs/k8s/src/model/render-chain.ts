import type { RenderedManifests } from '@heddle/manifests';
import type { ClusterContext } from '../cluster-context';
import { chainValues, type ChainValuesInput } from './chain-values';
import { stamped } from './stamped';

export interface RenderChainInput extends ChainValuesInput {
  readonly context: ChainValuesInput['context'] & Pick<ClusterContext, 'renderer'>;
  /** Whether the cluster knows PodMonitors (`monitoring.coreos.com/v1`). */
  readonly monitoring?: boolean;
}

/**
 * What all nodes of a chain share, ready for server-side apply in the order given: namespace, pull secret, network
 * policies, the shared volume, and a PodMonitor with its Secret where the cluster knows that type.
 *
 * @throws TemplateError when a template is at fault
 */
export function renderChain(input: RenderChainInput): RenderedManifests {
  const { renderer } = input.context;
  const values = chainValues(input);
  const components = ['namespace', 'shared', ...(input.monitoring === true ? ['monitoring'] : [])];
  const objects = components.flatMap((component) => renderer.render(component, values).objects);
  return stamped(objects, { namespace: values.namespace, labels: values.labels });
}

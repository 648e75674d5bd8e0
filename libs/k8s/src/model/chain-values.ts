import type { OperationsAccess } from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { CHAIN_LABEL, namespaceOf } from '../names';
import { chainLabels, type Labels } from './labels';
import { monitoringValues, type MonitoringValues } from './monitoring-values';
import { dockerConfigJson, PULL_SECRET } from './pull-secret';
import { sharedVolumeValues, type SharedVolumeValues } from './shared-volume';

/** Kubernetes' Pod Security Standards that a chain's pods may be held to. */
type PodSecurity = 'restricted' | 'baseline';

/** The values of templates of a whole chain; templates/README.md describes each. */
export interface ChainValues {
  readonly namespace: string;
  readonly chain: { readonly id: string; readonly name: string | null };
  readonly labels: Labels;
  readonly selector: Labels;
  readonly podSecurity: PodSecurity;
  readonly pullSecret: { readonly name: string; readonly dockerConfigJson: string } | null;
  /** From where Heddle and others connect to nodes: a namespace of this cluster, an ingress controller, or anywhere. */
  readonly access: { readonly namespace: string | null; readonly ingress: boolean; readonly anywhere: boolean };
  readonly shared: SharedVolumeValues;
  readonly monitoring: MonitoringValues | null;
}

export interface ChainValuesInput {
  readonly context: Pick<ClusterContext, 'settings' | 'pullSecrets'> & { readonly api: HeddlePlace };
  readonly chainId: string;
  /** The chain's name, for users who look at the namespace. */
  readonly chainName?: string;
  /** Credentials for the operations endpoints of its nodes, if these have TLS. */
  readonly operationsAccess?: OperationsAccess | undefined;
}

/** Where Heddle itself runs, as a cluster's connection knows it. */
export type HeddlePlace = Pick<ClusterContext['api'], 'inCluster'> & {
  readonly config: Pick<ClusterContext['api']['config'], 'getCurrentContext' | 'getContextObject'>;
};

/** The chain's values as templates receive them. */
export function chainValues({ context, chainId, chainName, operationsAccess }: ChainValuesInput): ChainValues {
  const { settings, pullSecrets } = context;
  const dockerConfig = dockerConfigJson(pullSecrets);
  return {
    namespace: namespaceOf(chainId),
    chain: { id: chainId, name: chainName ?? null },
    labels: chainLabels(chainId),
    selector: { [CHAIN_LABEL]: chainId },
    // A container that runs as root gives a folder of the machine to the node's user.
    podSecurity: settings.ledgers.type === 'host_path' ? 'baseline' : 'restricted',
    pullSecret: dockerConfig === null ? null : { name: PULL_SECRET, dockerConfigJson: dockerConfig },
    access: {
      namespace: heddleNamespace(context.api),
      ingress: settings.ingress !== undefined,
      anywhere: isReachedFromOutside(context),
    },
    shared: sharedVolumeValues(settings.shared, chainId),
    monitoring: monitoringValues(operationsAccess),
  };
}

function heddleNamespace({ inCluster, config }: HeddlePlace): string | null {
  return inCluster ? (config.getContextObject(config.getCurrentContext())?.namespace ?? null) : null;
}

/** Port-forwarding ends in the pod's own network, where no policy applies. */
function isReachedFromOutside({ settings, api }: ChainValuesInput['context']): boolean {
  switch (settings.reachability) {
    case 'node_port':
    case 'load_balancer':
      return true;
    case 'cluster_dns':
      return !api.inCluster;
    case 'auto':
    case 'ingress':
    case 'port_forward':
      return false;
  }
}

import type { ApiError } from '@heddle/client';
import { assertNever, type Chain, type Cluster, type ClusterNode } from '@heddle/contracts';
import { LOADING, READY, failedLoad, type Load } from '../../../data/load';

/** Worker nodes: as the cluster answered just now, or with the error why it did not. */
export type NodesNow =
  | { phase: 'loading'; nodes: readonly ClusterNode[] | null }
  | { phase: 'ready'; nodes: readonly ClusterNode[] }
  | { phase: 'failed'; nodes: readonly ClusterNode[] | null; error: ApiError };

/** One cluster, its worker nodes and the chains that it carries. */
export interface ClusterState {
  load: Load;
  cluster: Cluster | null;
  nodes: NodesNow;
  chains: readonly Chain[];
}

export type ClusterAction =
  | { type: 'cluster'; cluster: Cluster }
  | { type: 'chains'; chains: readonly Chain[] }
  | { type: 'failed'; error: ApiError }
  | { type: 'nodesLoading' }
  | { type: 'nodes'; nodes: readonly ClusterNode[] }
  | { type: 'nodesFailed'; error: ApiError };

export const noCluster: ClusterState = {
  load: LOADING,
  cluster: null,
  nodes: { phase: 'loading', nodes: null },
  chains: [],
};

export function reduceCluster(state: ClusterState, action: ClusterAction): ClusterState {
  switch (action.type) {
    case 'cluster':
      return { ...state, load: READY, cluster: newer(state.cluster, action.cluster) };
    case 'chains':
      return { ...state, chains: action.chains };
    case 'failed':
      return { ...state, load: failedLoad(state.load, action.error) };
    case 'nodesLoading':
      return { ...state, nodes: { phase: 'loading', nodes: state.nodes.nodes } };
    case 'nodes':
      return { ...state, nodes: { phase: 'ready', nodes: action.nodes } };
    case 'nodesFailed':
      return { ...state, nodes: { phase: 'failed', nodes: state.nodes.nodes, error: action.error } };
    default:
      return assertNever(action);
  }
}

/** Answers may overtake each other: an older one changes nothing. */
function newer(known: Cluster | null, cluster: Cluster): Cluster {
  return known !== null && known.id === cluster.id && known.revision > cluster.revision ? known : cluster;
}

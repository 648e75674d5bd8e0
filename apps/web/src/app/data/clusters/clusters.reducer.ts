import { type ApiError, beginSnapshot, type Entities, listOf, noEntities, takeSnapshot } from '@heddle/client';
import { assertNever, type Cluster } from '@heddle/contracts';
import { LOADING, READY, failedLoad, type Load } from '../load';

/** Every registered cluster. There are few, and the live feed has no events of clusters. */
export interface ClustersState {
  load: Load;
  clusters: Entities<Cluster>;
}

export type ClustersAction =
  { type: 'loading' } | { type: 'loaded'; clusters: readonly Cluster[] } | { type: 'failed'; error: ApiError };

export const noClusters: ClustersState = { load: LOADING, clusters: noEntities() };

export function reduceClusters(state: ClustersState, action: ClustersAction): ClustersState {
  switch (action.type) {
    case 'loading':
      return { ...state, clusters: beginSnapshot(state.clusters) };
    case 'loaded':
      return { load: READY, clusters: takeSnapshot(state.clusters, action.clusters) };
    case 'failed':
      return { ...state, load: failedLoad(state.load, action.error) };
    default:
      return assertNever(action);
  }
}

export function clustersByName({ clusters }: ClustersState): Cluster[] {
  return listOf(clusters).sort((a, b) => a.name.localeCompare(b.name));
}

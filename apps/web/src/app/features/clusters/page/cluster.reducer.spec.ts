import { localError } from '@heddle/client';
import { clusterNodeOf, clusterOf } from '../../../../testing/builders';
import { noCluster, reduceCluster } from './cluster.reducer';

const away = localError('cluster_unreachable', 'No route to host.');

describe('the state of a cluster', () => {
  it('lets no late answer replace a newer one', () => {
    const newer = reduceCluster(noCluster, { type: 'cluster', cluster: clusterOf({ revision: 3, chains: 1 }) });
    const late = reduceCluster(newer, { type: 'cluster', cluster: clusterOf({ revision: 2 }) });
    expect(late.cluster?.chains).toBe(1);
    // Chains come and go without a revision of their cluster.
    expect(reduceCluster(newer, { type: 'cluster', cluster: clusterOf({ revision: 3 }) }).cluster?.chains).toBe(0);
  });

  it('keeps what it shows when the cluster does not answer any more', () => {
    const shown = reduceCluster(noCluster, { type: 'nodes', nodes: [clusterNodeOf()] });
    const asking = reduceCluster(shown, { type: 'nodesLoading' });
    const failed = reduceCluster(asking, { type: 'nodesFailed', error: away });
    expect(failed.nodes).toEqual({ phase: 'failed', nodes: [clusterNodeOf()], error: away });
    const loaded = reduceCluster(shown, { type: 'cluster', cluster: clusterOf() });
    const broken = reduceCluster(loaded, { type: 'failed', error: away });
    expect([broken.load, broken.cluster?.name]).toEqual([{ phase: 'ready', error: away }, 'east']);
  });
});

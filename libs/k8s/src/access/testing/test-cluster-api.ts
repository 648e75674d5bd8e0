import { readFile } from 'node:fs/promises';
import type { ClusterApi } from '../cluster-api';
import { openCluster } from '../open-cluster';

/** Text of the kubeconfig of the cluster that tests may use. */
export async function testKubeconfig(): Promise<string> {
  const path = process.env['KUBECONFIG'];
  if (path === undefined || path === '') {
    throw new Error('KUBECONFIG is not set: these tests need a cluster (npm run cluster:up brings one up).');
  }
  return readFile(path, 'utf8');
}

/** The cluster that tests may use. */
export async function testClusterApi(): Promise<ClusterApi> {
  return openCluster({ type: 'kubeconfig', kubeconfig: await testKubeconfig() });
}

import type { ClusterApi } from './cluster-api';
import type { PooledKubeConfig } from './pooled-kube-config';

/** What opens a cluster: a kubeconfig that {@link sealedKubeconfig} made, or the service account of this pod. */
export type ClusterCredentials =
  { readonly type: 'kubeconfig'; readonly kubeconfig: string } | { readonly type: 'in_cluster' };

async function configOf(credentials: ClusterCredentials): Promise<PooledKubeConfig> {
  const { PooledKubeConfig } = await import('./pooled-kube-config');
  const config = new PooledKubeConfig();
  if (credentials.type === 'in_cluster') config.loadFromCluster();
  else config.loadFromString(credentials.kubeconfig);
  return config;
}

/** Makes the clients of a cluster's API; nothing is asked of the cluster yet. */
export async function openCluster(credentials: ClusterCredentials): Promise<ClusterApi> {
  const client = await import('@kubernetes/client-node');
  const config = await configOf(credentials);
  return {
    server: config.getCurrentCluster()?.server ?? '',
    inCluster: credentials.type === 'in_cluster',
    config,
    core: config.makeApiClient(client.CoreV1Api),
    apps: config.makeApiClient(client.AppsV1Api),
    batch: config.makeApiClient(client.BatchV1Api),
    storage: config.makeApiClient(client.StorageV1Api),
    authorization: config.makeApiClient(client.AuthorizationV1Api),
    version: config.makeApiClient(client.VersionApi),
    objects: client.KubernetesObjectApi.makeApiClient(config),
  };
}

import type { ClusterSource } from '@heddle/contracts';
import type { ClusterApi } from './cluster-api';
import { defaultKubeconfig } from './default-kubeconfig';
import { KubeconfigRefusedError } from './errors';
import { sealedKubeconfig } from './kubeconfig';
import type { PooledKubeConfig } from './pooled-kube-config';

/** As registered; a kubeconfig is the text that {@link sealedKubeconfig} made of the uploaded one. */
export type ClusterCredentials = ClusterSource;

export interface OpenClusterOptions {
  /** Timeout of a request that is neither a watch nor a followed log; 30,000 when not given. */
  readonly requestTimeoutMs?: number;
}

/** Set by the kubelet in every pod. */
const IN_CLUSTER = ['KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'] as const;

/**
 * Creates the clients of a cluster's API; sends no request yet. The token of a service account is read again once a
 * minute, since Kubernetes renews it.
 *
 * @throws KubeconfigRefusedError when the credentials cannot be used
 */
export async function openCluster(
  credentials: ClusterCredentials,
  { requestTimeoutMs = 30_000 }: OpenClusterOptions = {},
): Promise<ClusterApi> {
  const client = await import('@kubernetes/client-node');
  const config = await configOf(credentials, requestTimeoutMs);
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

async function configOf(credentials: ClusterCredentials, requestTimeoutMs: number): Promise<PooledKubeConfig> {
  const { PooledKubeConfig } = await import('./pooled-kube-config');
  const config = new PooledKubeConfig(requestTimeoutMs);
  if (credentials.type === 'in_cluster') {
    requirePod();
    config.loadFromCluster();
  } else {
    config.loadFromString(await kubeconfigOf(credentials));
  }
  return config;
}

/** Sealed again, so that no stored kubeconfig can make the client library run a program or read a file. */
async function kubeconfigOf(credentials: Exclude<ClusterCredentials, { type: 'in_cluster' }>): Promise<string> {
  const { context } = credentials;
  return credentials.type === 'default'
    ? defaultKubeconfig({ context })
    : sealedKubeconfig(credentials.kubeconfig, context);
}

function requirePod(): void {
  if (IN_CLUSTER.every((name) => process.env[name] !== undefined)) return;
  throw new KubeconfigRefusedError('Heddle does not run in a pod of a cluster.', {
    remedy: 'Register the cluster by its kubeconfig, or install Heddle in it with the chart in deploy/helm.',
  });
}

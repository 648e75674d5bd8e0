import type {
  AppsV1Api,
  AuthorizationV1Api,
  BatchV1Api,
  CoreV1Api,
  KubernetesObjectApi,
  StorageV1Api,
  VersionApi,
} from '@kubernetes/client-node';
import type { PooledKubeConfig } from './pooled-kube-config';

/** Access to one cluster's API server: one configuration and one client per API group. */
export interface ClusterApi {
  /** URL of the API server. */
  readonly server: string;
  /** Whether this process runs in a pod of the cluster, so that it can resolve the cluster's DNS names. */
  readonly inCluster: boolean;
  readonly config: PooledKubeConfig;
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly batch: BatchV1Api;
  readonly storage: StorageV1Api;
  readonly authorization: AuthorizationV1Api;
  readonly version: VersionApi;
  /** Objects of any kind, for server-side apply. */
  readonly objects: KubernetesObjectApi;
}

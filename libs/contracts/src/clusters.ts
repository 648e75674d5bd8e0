import { z } from 'zod';
import { ClusterSettings } from './cluster-settings';
import { ClusterId } from './ids';
import { ClusterName } from './names';
import { Instant } from './pagination';
import { ClusterStatus } from './status';

/** Maximum length of a kubeconfig in characters. */
export const KUBECONFIG_MAX = 262_144;

/** Where a cluster's credentials come from. A kubeconfig is encrypted on arrival and never returned. */
export const ClusterSource = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('kubeconfig'),
    kubeconfig: z.string().max(KUBECONFIG_MAX),
    context: z.string().max(253).optional(),
  }),
  /** The service account of Heddle's pod. */
  z.strictObject({ type: z.literal('in_cluster') }),
  /** The kubeconfig of Heddle's account (`KUBECONFIG`, `~/.kube/config`). */
  z.strictObject({ type: z.literal('default'), context: z.string().max(253).optional() }),
]);
export type ClusterSource = z.infer<typeof ClusterSource>;

/** Credentials of a private registry, as the `.dockerconfigjson` of an image pull secret; never returned. */
export const PullSecret = z.strictObject({
  registry: z.string().min(1).max(253),
  username: z.string().min(1).max(253),
  password: z.string().min(1).max(8_192),
});
export type PullSecret = z.infer<typeof PullSecret>;

export const RegisterCluster = z.strictObject({
  name: ClusterName,
  source: ClusterSource,
  settings: ClusterSettings,
  pullSecrets: z.array(PullSecret).max(10).default([]),
});
export type RegisterCluster = z.infer<typeof RegisterCluster>;

export const UpdateCluster = z.strictObject({
  source: ClusterSource.optional(),
  settings: ClusterSettings.optional(),
  pullSecrets: z.array(PullSecret).max(10).optional(),
  /**
   * Revision that the change is based on. If the cluster has changed since, the request is rejected with
   * `precondition_failed`.
   */
  revision: z.int().optional(),
});
export type UpdateCluster = z.infer<typeof UpdateCluster>;

/** Requests the contexts of a kubeconfig before the cluster is registered. */
export const InspectKubeconfig = z.strictObject({ kubeconfig: z.string().max(KUBECONFIG_MAX) });

/** One context of an uploaded kubeconfig; `refused` says why it cannot be used. */
export const KubeconfigContext = z.strictObject({
  name: z.string(),
  cluster: z.string(),
  server: z.string().nullable(),
  user: z.string(),
  current: z.boolean(),
  refused: z.string().nullable(),
});
export type KubeconfigContext = z.infer<typeof KubeconfigContext>;

/** A worker node of a cluster. CPU in thousandths of a core, memory in bytes. */
export const ClusterNode = z.strictObject({
  name: z.string(),
  ready: z.boolean(),
  reason: z.string().nullable(),
  version: z.string(),
  capacity: z.strictObject({ cpuMillis: z.int(), memoryBytes: z.int(), pods: z.int() }),
  /** Resources that the pods on it request. */
  requested: z.strictObject({ cpuMillis: z.int(), memoryBytes: z.int(), pods: z.int() }),
  /** Current usage; null if the cluster does not measure it. */
  used: z.strictObject({ cpuMillis: z.int(), memoryBytes: z.int() }).nullable(),
});
export type ClusterNode = z.infer<typeof ClusterNode>;

export const StorageClassInfo = z.strictObject({
  name: z.string(),
  provisioner: z.string(),
  isDefault: z.boolean(),
  waitsForConsumer: z.boolean(),
});
export type StorageClassInfo = z.infer<typeof StorageClassInfo>;

/** A permission that Heddle needs and does not have; `purpose` explains why it is needed. */
export const MissingPermission = z.strictObject({
  verb: z.string(),
  group: z.string(),
  resource: z.string(),
  purpose: z.string(),
});
export type MissingPermission = z.infer<typeof MissingPermission>;

/** The result of a connection test. `problem` is null when the cluster can run chains. */
export const ClusterTest = z.strictObject({
  testedAt: Instant,
  problem: z.string().nullable(),
  remedy: z.string().nullable(),
  version: z.string().nullable(),
  missingPermissions: z.array(MissingPermission),
  storageClasses: z.array(StorageClassInfo),
  nodes: z.array(ClusterNode),
  /** Whether PodMonitors and ServiceMonitors can be created. */
  monitoring: z.boolean(),
  warnings: z.array(z.string()),
});
export type ClusterTest = z.infer<typeof ClusterTest>;

export const CLUSTER_ACTIONS = ['test', 'update', 'remove'] as const;

export const Cluster = z.strictObject({
  id: ClusterId,
  name: ClusterName,
  source: z.strictObject({ type: z.enum(['kubeconfig', 'in_cluster', 'default']), context: z.string().nullable() }),
  server: z.string(),
  settings: ClusterSettings,
  /** Registries that have a pull secret. */
  pullSecretRegistries: z.array(z.string()),
  status: ClusterStatus,
  version: z.string().nullable(),
  lastTest: ClusterTest.nullable(),
  chains: z.int(),
  allowedActions: z.array(z.enum(CLUSTER_ACTIONS)),
  revision: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Cluster = z.infer<typeof Cluster>;

/** A Kubernetes event about one of a chain's objects, as in `kubectl get events`. */
export const ClusterEvent = z.strictObject({
  at: Instant,
  /** `Pod/peer0-org1-0` */
  object: z.string(),
  reason: z.string(),
  message: z.string(),
  level: z.enum(['info', 'warn']),
  /** Number of occurrences. */
  count: z.int(),
});
export type ClusterEvent = z.infer<typeof ClusterEvent>;

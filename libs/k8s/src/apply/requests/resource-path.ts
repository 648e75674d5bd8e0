import type { Manifest } from '@heddle/manifests';

/** Where objects of one kind live in the REST interface. */
export interface ResourceType {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

const namespaced = (apiVersion: string, kind: string, plural: string): ResourceType => ({
  apiVersion,
  kind,
  plural,
  namespaced: true,
});

export const NAMESPACES: ResourceType = {
  apiVersion: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};
export const PERSISTENT_VOLUMES: ResourceType = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  namespaced: false,
};
export const PODS = namespaced('v1', 'Pod', 'pods');
export const SECRETS = namespaced('v1', 'Secret', 'secrets');
export const CONFIG_MAPS = namespaced('v1', 'ConfigMap', 'configmaps');
export const SERVICES = namespaced('v1', 'Service', 'services');
export const CLAIMS = namespaced('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims');
export const STATEFUL_SETS = namespaced('apps/v1', 'StatefulSet', 'statefulsets');
export const DEPLOYMENTS = namespaced('apps/v1', 'Deployment', 'deployments');
export const JOBS = namespaced('batch/v1', 'Job', 'jobs');
export const NETWORK_POLICIES = namespaced('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies');
export const INGRESSES = namespaced('networking.k8s.io/v1', 'Ingress', 'ingresses');
export const DISRUPTION_BUDGETS = namespaced('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets');
export const POD_MONITORS = namespaced('monitoring.coreos.com/v1', 'PodMonitor', 'podmonitors');
export const SERVICE_MONITORS = namespaced('monitoring.coreos.com/v1', 'ServiceMonitor', 'servicemonitors');

/** The kinds that run nodes. */
export const WORKLOADS = [STATEFUL_SETS, DEPLOYMENTS] as const;

/** Everything that Heddle's own templates create; other kinds, of overridden templates, are looked up. */
const KNOWN: readonly ResourceType[] = [
  NAMESPACES,
  PERSISTENT_VOLUMES,
  PODS,
  SECRETS,
  CONFIG_MAPS,
  SERVICES,
  CLAIMS,
  STATEFUL_SETS,
  DEPLOYMENTS,
  JOBS,
  NETWORK_POLICIES,
  INGRESSES,
  DISRUPTION_BUDGETS,
  POD_MONITORS,
  SERVICE_MONITORS,
];

export function knownType({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): ResourceType | undefined {
  return KNOWN.find((type) => type.apiVersion === apiVersion && type.kind === kind);
}

/** `/api/v1` or `/apis/apps/v1`. */
export function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Path of all objects of a type, in a namespace where they live in one. */
export function collectionPath(type: ResourceType, namespace?: string): string {
  const scope = type.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${groupPath(type.apiVersion)}${scope}/${type.plural}`;
}

export function objectPath(type: ResourceType, name: string, namespace?: string): string {
  return `${collectionPath(type, namespace)}/${encodeURIComponent(name)}`;
}

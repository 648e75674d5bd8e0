/** Something that Heddle does with objects of one resource, in the terms of a Kubernetes RBAC rule. */
export interface PermissionRule {
  /** API group; empty for the core group. */
  readonly group: string;
  /** Resource in plural, with its subresource where one is meant: `pods/log`. */
  readonly resource: string;
  readonly verbs: readonly string[];
  /** What it is for, as the end of the sentence "Heddle needs it to ...". */
  readonly purpose: string;
  /** `optional`: chains work without it, users see less, or cannot choose some of the ways to do something. */
  readonly need: 'required' | 'optional';
}

/** One verb of a {@link PermissionRule}, as a SelfSubjectAccessReview asks for it. */
export interface Permission extends Omit<PermissionRule, 'verbs'> {
  readonly verb: string;
}

/** Server-side apply of an object that does not exist yet needs `create` beside `patch`. */
const OWN = ['get', 'list', 'watch', 'create', 'patch', 'delete'] as const;
const READ = ['get', 'list', 'watch'] as const;

const required = (rule: Omit<PermissionRule, 'need'>): PermissionRule => ({ ...rule, need: 'required' });
const optional = (rule: Omit<PermissionRule, 'need'>): PermissionRule => ({ ...rule, need: 'optional' });

/**
 * All that Heddle does on a cluster, in every namespace, as each chain has its own namespace. The connection test
 * checks each of these, and the chart in deploy/helm grants them.
 */
export const PERMISSION_RULES: readonly PermissionRule[] = [
  required({ group: '', resource: 'namespaces', verbs: OWN, purpose: 'give each chain a namespace of its own' }),
  required({ group: '', resource: 'secrets', verbs: OWN, purpose: 'keep the private keys of nodes' }),
  required({ group: '', resource: 'configmaps', verbs: OWN, purpose: 'hand nodes their configuration' }),
  required({ group: '', resource: 'services', verbs: OWN, purpose: 'give nodes a stable name and address' }),
  required({ group: '', resource: 'persistentvolumeclaims', verbs: OWN, purpose: 'keep ledgers' }),
  required({
    group: '',
    resource: 'persistentvolumes',
    verbs: OWN,
    purpose: 'mount the shared volume and ledgers on hostPath, and see that released volumes are gone',
  }),
  required({
    group: '',
    resource: 'pods',
    verbs: [...READ, 'create', 'delete'],
    purpose: 'see how nodes are, restart them, and run their program once for maintenance',
  }),
  required({ group: '', resource: 'pods/log', verbs: ['get'], purpose: 'show the logs of nodes and builds' }),
  required({
    group: '',
    resource: 'pods/portforward',
    // Kubernetes 1.35 requires `create` where a WebSocket required `get` until then.
    verbs: ['get', 'create'],
    purpose: 'reach nodes from outside of the cluster',
  }),
  required({ group: '', resource: 'events', verbs: READ, purpose: 'say why a node does not start' }),
  required({ group: '', resource: 'resourcequotas', verbs: READ, purpose: 'say which quota is too small' }),
  required({ group: '', resource: 'nodes', verbs: READ, purpose: 'show capacity and find addresses for NodePorts' }),
  required({ group: 'apps', resource: 'statefulsets', verbs: OWN, purpose: 'run orderers and peers' }),
  required({ group: 'apps', resource: 'deployments', verbs: OWN, purpose: 'run chaincode servers' }),
  required({
    group: 'apps',
    resource: 'replicasets',
    verbs: READ,
    purpose: 'say why the pod of a chaincode server is not made',
  }),
  required({ group: 'batch', resource: 'jobs', verbs: OWN, purpose: 'build chaincode' }),
  required({
    group: 'discovery.k8s.io',
    resource: 'endpointslices',
    verbs: READ,
    purpose: 'see from when on a node is reached by its name',
  }),
  required({
    group: 'networking.k8s.io',
    resource: 'networkpolicies',
    verbs: OWN,
    purpose: 'keep chains apart from each other',
  }),
  required({
    group: 'policy',
    resource: 'poddisruptionbudgets',
    verbs: OWN,
    purpose: 'keep enough orderers up while machines are drained',
  }),
  required({
    group: 'storage.k8s.io',
    resource: 'storageclasses',
    verbs: ['get', 'list'],
    purpose: 'offer storage classes for ledgers',
  }),
  optional({
    group: 'metrics.k8s.io',
    resource: 'nodes',
    verbs: ['get', 'list'],
    purpose: 'show what machines use right now',
  }),
  optional({
    group: 'metrics.k8s.io',
    resource: 'pods',
    verbs: ['get', 'list'],
    purpose: 'show what nodes use right now',
  }),
  optional({
    group: 'networking.k8s.io',
    resource: 'ingresses',
    verbs: OWN,
    purpose: 'reach nodes through an ingress controller',
  }),
  optional({
    group: '',
    resource: 'nodes/proxy',
    verbs: ['get'],
    purpose: 'show what machines and nodes use where the metrics API is missing',
  }),
  optional({
    group: '',
    resource: 'pods/exec',
    // As with pods/portforward.
    verbs: ['get', 'create'],
    purpose: 'copy the snapshot of a channel from a peer to one that joins by it',
  }),
  optional({
    group: 'monitoring.coreos.com',
    resource: 'podmonitors',
    verbs: OWN,
    purpose: 'let Prometheus find the metrics of nodes',
  }),
  optional({
    group: 'monitoring.coreos.com',
    resource: 'servicemonitors',
    verbs: OWN,
    purpose: 'let Prometheus find the metrics of nodes',
  }),
];

/** {@link PERMISSION_RULES}, one verb each. */
export const PERMISSIONS: readonly Permission[] = PERMISSION_RULES.flatMap(({ verbs, ...rule }) =>
  verbs.map((verb) => ({ ...rule, verb })),
);

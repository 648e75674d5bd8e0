/** What every test finds on the cluster besides Kubernetes' own objects. */

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const storage = '/apis/storage.k8s.io/v1/storageclasses';
const COREDNS = 'system:coredns';

const coreDnsRole = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: COREDNS },
  rules: [
    { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  ],
};

const coreDnsBinding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: COREDNS },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: COREDNS },
  subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'coredns' }],
};

/**
 * @param {string} name
 * @param {{ provisioner: string, isDefault: boolean }} options
 */
const storageClass = (name, { provisioner, isDefault }) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
  provisioner,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'Immediate',
});

/** @type {readonly { path: string, object: unknown }[]} */
export const OBJECTS = [
  { path: `${rbac}/clusterroles/${COREDNS}`, object: coreDnsRole },
  { path: `${rbac}/clusterrolebindings/${COREDNS}`, object: coreDnsBinding },
  {
    path: `${storage}/standard`,
    object: storageClass('standard', { provisioner: 'kubernetes.io/host-path', isDefault: true }),
  },
  // Nobody provisions its volumes, so that its claims stay pending: a test looks at how that is told.
  { path: `${storage}/never`, object: storageClass('never', { provisioner: 'heddle.dev/nobody', isDefault: false }) },
];

import type { AppliedObject } from './api.ts';

/** Objects that every test finds on the cluster besides Kubernetes' own. */

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const storage = '/apis/storage.k8s.io/v1/storageclasses';
const COREDNS = 'system:coredns';
const KUBELET = 'heddle:kubelets';

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
 * The node authorizer learns of a new pod from a watch. On two busy cores that is often later than the kubelet, whose
 * read of the pod's claim is then rejected and retried after up to 15 s. This role lets the kubelet read claims without
 * the authorizer.
 */
const kubeletBinding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: KUBELET },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:node' },
  subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:nodes' }],
};

const storageClass = (name: string, { provisioner, isDefault }: { provisioner: string; isDefault: boolean }) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
  provisioner,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'Immediate',
});

export const OBJECTS: readonly AppliedObject[] = [
  { path: `${rbac}/clusterroles/${COREDNS}`, object: coreDnsRole },
  { path: `${rbac}/clusterrolebindings/${COREDNS}`, object: coreDnsBinding },
  { path: `${rbac}/clusterrolebindings/${KUBELET}`, object: kubeletBinding },
  {
    path: `${storage}/standard`,
    object: storageClass('standard', { provisioner: 'kubernetes.io/host-path', isDefault: true }),
  },
  // This class has no provisioner, so its claims stay pending; a test checks how that is reported.
  { path: `${storage}/never`, object: storageClass('never', { provisioner: 'heddle.dev/none', isDefault: false }) },
];

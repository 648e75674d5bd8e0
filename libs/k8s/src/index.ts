export type { ClusterApi } from './access/cluster-api';
export { clusterError, type ClusterCall } from './access/cluster-error';
export { ClusterRefusedError, ClusterUnreachableError, KubeconfigRefusedError } from './access/errors';
export { openCluster, type ClusterCredentials } from './access/open-cluster';
export { PERMISSION_RULES, PERMISSIONS, type Permission, type PermissionRule } from './access/permissions';
export { ClusterReach, type ClusterReachOptions } from './reach/cluster-reach';
export { serviceTypeFor, type ServiceType } from './reach/service-type';
export { renderNode, type RenderNodeInput } from './model/render-node';
export type { PodProgram } from './model/pod-program';

import { z } from 'zod';
import {
  Cluster,
  ClusterNode,
  ClusterTest,
  InspectKubeconfig,
  KubeconfigContext,
  RegisterCluster,
  UpdateCluster,
} from '../clusters';
import { PageQuery, pageOf } from '../pagination';
import { route } from '../route';
import { clusterParams, nothing } from './params';

export const clusterRoutes = {
  inspect: route('POST /clusters/inspect', {
    access: 'clusters:write',
    tag: 'Clusters',
    summary: 'List the contexts of a kubeconfig with the reason if one cannot be used; nothing is stored',
    body: InspectKubeconfig,
    response: z.strictObject({ contexts: z.array(KubeconfigContext) }),
  }),
  register: route('POST /clusters', {
    access: 'clusters:write',
    tag: 'Clusters',
    summary: 'Register a reachable cluster; its credentials are stored encrypted',
    status: 201,
    body: RegisterCluster,
    response: Cluster,
  }),
  list: route('GET /clusters', {
    access: 'clusters:read',
    tag: 'Clusters',
    summary: 'List clusters',
    query: PageQuery,
    response: pageOf(Cluster),
  }),
  get: route('GET /clusters/:clusterId', {
    access: 'clusters:read',
    tag: 'Clusters',
    summary: 'One cluster',
    params: clusterParams,
    response: Cluster,
  }),
  update: route('PATCH /clusters/:clusterId', {
    access: 'clusters:write',
    tag: 'Clusters',
    summary: 'Change credentials, settings or pull secrets; omitted fields are kept',
    params: clusterParams,
    body: UpdateCluster,
    response: Cluster,
  }),
  test: route('POST /clusters/:clusterId/test', {
    access: 'clusters:write',
    tag: 'Clusters',
    summary: 'Test the connection now: version, permissions, storage classes, nodes',
    params: clusterParams,
    response: ClusterTest,
  }),
  nodes: route('GET /clusters/:clusterId/nodes', {
    access: 'clusters:read',
    tag: 'Clusters',
    summary: 'Current worker nodes of a cluster with capacity and usage',
    params: clusterParams,
    response: pageOf(ClusterNode),
  }),
  delete: route('DELETE /clusters/:clusterId', {
    access: 'clusters:write',
    tag: 'Clusters',
    summary: 'Unregister a cluster that has no chains',
    status: 204,
    params: clusterParams,
    response: nothing,
  }),
};

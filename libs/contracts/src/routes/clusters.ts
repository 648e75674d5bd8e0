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
    summary: 'List the contexts of a kubeconfig, and why one cannot be used; nothing is kept',
    body: InspectKubeconfig,
    response: z.strictObject({ contexts: z.array(KubeconfigContext) }),
  }),
  register: route('POST /clusters', {
    access: 'clusters:write',
    tag: 'Clusters',
    summary: 'Register a cluster that answers, with sealed credentials',
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
    summary: 'Change credentials, settings or pull secrets; what is left out stays',
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
    summary: 'Worker nodes of a cluster as they are now, with capacity and use',
    params: clusterParams,
    response: pageOf(ClusterNode),
  }),
  delete: route('DELETE /clusters/:clusterId', {
    access: 'clusters:write',
    tag: 'Clusters',
    summary: 'Forget a cluster on which no chain runs',
    status: 204,
    params: clusterParams,
    response: nothing,
  }),
};

import type { V1ObjectMeta, V1Pod, V1Service, V1ServicePort } from '@kubernetes/client-node';
import { NodeUnknownError, type NodeRef } from '@heddle/runtime';
import type { ClusterApi } from '../access/cluster-api';
import { clusterError, statusOf } from '../access/cluster-error';
import { CHAIN_LABEL, internalService, NODE_LABEL, namespaceOf } from '../names';

/** The fields of a Service that routes depend on. */
export interface RoutedService extends Pick<V1Service, 'spec' | 'status'> {
  readonly metadata?: Pick<V1ObjectMeta, 'name' | 'uid'>;
}

/** A node's Service and the one requested port of it. */
export interface NodeService {
  readonly service: RoutedService;
  readonly port: V1ServicePort;
}

/** A Service of a chain by its name. */
export type ServiceLookUp = (service: NodeRef) => Promise<RoutedService | undefined>;

/** Looks a node's port up; `NodeUnknownError` when there is no such Service, or no port of that name. */
export async function readNodeService(serviceOf: ServiceLookUp, node: NodeRef, portName: string): Promise<NodeService> {
  const own = await serviceOf(node);
  if (own === undefined) throw new NodeUnknownError(node.chainId, node.name);
  const published = portIn(own, portName);
  if (published !== undefined) return { service: own, port: published };
  const service = await serviceOf({ ...node, name: internalService(node.name) });
  const port = service && portIn(service, portName);
  if (service === undefined || port === undefined) {
    throw new NodeUnknownError(node.chainId, `${node.name}/${portName}`);
  }
  return { service, port };
}

const portIn = ({ spec }: RoutedService, portName: string): V1ServicePort | undefined =>
  spec?.ports?.find(({ name }) => name === portName);

/** Requests a Service from the API server. */
export async function requestService(api: ClusterApi, { chainId, name }: NodeRef): Promise<V1Service | undefined> {
  try {
    return await api.core.readNamespacedService({ namespace: namespaceOf(chainId), name });
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw clusterError(error, { server: api.server, what: `look up ${name}` });
  }
}

const isReady = ({ status }: V1Pod) =>
  status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
const isRunning = ({ metadata, status }: V1Pod) =>
  metadata?.deletionTimestamp === undefined && status?.phase === 'Running';

/** The pod that serves for a node now: a ready one, else one that runs; undefined when there is none. */
export async function findNodePod(api: ClusterApi, { chainId, name }: NodeRef): Promise<V1Pod | undefined> {
  const { items } = await api.core.listNamespacedPod({
    namespace: namespaceOf(chainId),
    labelSelector: `${CHAIN_LABEL}=${chainId},${NODE_LABEL}=${name}`,
  });
  const running = items.filter(isRunning);
  return running.find(isReady) ?? running[0];
}

/** The number of the container port behind a Service port, which may name it. */
export function targetPort({ port, targetPort: target }: V1ServicePort, { spec }: V1Pod): number {
  if (typeof target === 'number') return target;
  const ports = spec?.containers.flatMap((container) => container.ports ?? []) ?? [];
  return ports.find(({ name }) => name === target)?.containerPort ?? port;
}

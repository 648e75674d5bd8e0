import type { ClusterSettings, Reachability } from '@heddle/contracts';

/** The only port that a Service publishes outside of the cluster. */
export const PUBLISHED_PORT = 'grpc';

/** `spec.type` of a node's Service. */
export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer';

const SERVICE_TYPES: Readonly<Record<Reachability, ServiceType>> = {
  auto: 'ClusterIP',
  cluster_dns: 'ClusterIP',
  node_port: 'NodePort',
  load_balancer: 'LoadBalancer',
  ingress: 'ClusterIP',
  port_forward: 'ClusterIP',
};

/** The type of Service that a cluster's reachability requires; `auto` works with what every cluster has. */
export function serviceTypeFor(reachability: ClusterSettings['reachability']): ServiceType {
  return SERVICE_TYPES[reachability];
}

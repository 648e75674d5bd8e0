import { firstReached } from './probe';
import type { Route } from './route';

/** By the address that a load balancer has assigned to the Service. */
export const byLoadBalancer: Route = async ({ service, port: { port } }) => {
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const hosts = ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  return hosts.length === 0
    ? { type: 'none', why: `no load balancer has given its Service ${service.metadata?.name ?? ''} an address` }
    : firstReached(hosts.map((host) => ({ host, port })));
};

import type { V1Node } from '@kubernetes/client-node';
import type { ClusterApi } from '../access/cluster-api';
import { firstReached } from './probe';
import type { Route } from './route';

/** Enough to find one that accepts connections. */
const CANDIDATES = 8;
/** Within the cluster's network the internal address is the shorter route, so it is tried first. */
const ADDRESS_TYPES = ['InternalIP', 'ExternalIP'];

const isReady = ({ status }: V1Node) =>
  status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;

async function machines({ core }: ClusterApi): Promise<string[]> {
  const { items } = await core.listNode();
  const addresses = items.filter(isReady).flatMap(({ status }) => status?.addresses ?? []);
  return ADDRESS_TYPES.flatMap((wanted) =>
    addresses
      .filter(({ type }) => type === wanted)
      .map(({ address }) => address)
      .slice(0, CANDIDATES),
  );
}

/** By the port that the Service has on every machine of the cluster. */
export const byNodePort: Route = async ({ api, settings, port: { nodePort, name = '' }, service }) => {
  if (nodePort === undefined) {
    return { type: 'none', why: `its Service ${service.metadata?.name ?? ''} has no NodePort for ${name}` };
  }
  const hosts = settings.nodePortHost === undefined ? await machines(api) : [settings.nodePortHost];
  return hosts.length === 0
    ? { type: 'none', why: 'no machine of the cluster is ready' }
    : firstReached(hosts.map((host) => ({ host, port: nodePort })));
};

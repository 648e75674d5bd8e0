import type { ChainId } from '@heddle/contracts';
import { planWorkloads, type Workload } from '@heddle/topology';
import { keysOf } from '../world/chain-keys';
import type { WorkerServices } from '../services';
import { loadChainWorld, type ChainWorld } from '../world/chain-world';
import { monitoringCaOf } from '../world/monitoring-keys';
import { nodeFiles } from './node-files';

/**
 * Workloads of orderers and peers of a chain. Their keys must have been issued.
 *
 * @param names of the wanted nodes; all by default
 */
export async function chainWorkloads(
  services: Pick<WorkerServices, 'database' | 'sealer' | 'runtimes'>,
  chainId: ChainId,
  names?: readonly string[],
): Promise<Workload[]> {
  return nodeWorkloads(services, await loadChainWorld(services, chainId), names);
}

/** As {@link chainWorkloads}, of a chain that is loaded. */
export async function nodeWorkloads(
  services: Pick<WorkerServices, 'runtimes'>,
  { chain: { id: chainId }, inventory, orderers, peers, identities, keys }: ChainWorld,
  names?: readonly string[],
): Promise<Workload[]> {
  const wanted = [...orderers, ...peers].filter(({ plan }) => names?.includes(plan.name) ?? true);
  return planWorkloads({
    inventory,
    chainId,
    addresses: await services.runtimes.addresses(chainId),
    monitoringCa: monitoringCaOf(identities),
    placements: wanted.map(({ row: { id, name, organization, ports, resources, gossipBootstrap, settings } }) => ({
      id,
      name,
      ports,
      settings,
      files: nodeFiles(keysOf(keys, organization), name),
      ...(gossipBootstrap !== null && { gossipBootstrap }),
      ...(resources !== null && { resources }),
    })),
  });
}

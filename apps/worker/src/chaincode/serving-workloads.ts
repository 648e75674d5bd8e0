import type { ChainId } from '@heddle/contracts';
import type { Workload } from '@heddle/topology';
import { nodeWorkloads } from '../chain/chain-workloads';
import { nodesToRun } from '../chain/nodes-to-run';
import type { WorkerServices } from '../services';
import { loadChainWorld } from '../world/chain-world';
import { chaincodeWorld } from '../world/chaincode-world';
import { programOf } from './build-source';
import { serverWorkloads } from './serve-definition';

/**
 * Workloads of everything that runs while the chain runs: its nodes, and the servers of committed definitions that are
 * not stopped.
 */
export async function servingWorkloads(services: WorkerServices, chainId: ChainId): Promise<Workload[]> {
  const { chaincodes } = services.database.store;
  const chain = await loadChainWorld(services, chainId);
  const workloads = await nodeWorkloads(services, chain);
  const wanted = new Set(await nodesToRun(services, chainId));
  for (const { id: chaincodeId, channelId, committedDefinitionId } of await chaincodes.ofChain(chainId)) {
    if (committedDefinitionId === null) continue;
    const input = { channelId, chaincodeId, definitionId: committedDefinitionId };
    const world = await chaincodeWorld(services, chain, input);
    const program = programOf(world.definition);
    if (program !== undefined) workloads.push(...(await serverWorkloads(services, world, program)));
  }
  return workloads.filter(({ name }) => wanted.has(name));
}

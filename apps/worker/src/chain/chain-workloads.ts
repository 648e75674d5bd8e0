import type { ChainId } from '@heddle/contracts';
import { planWorkloads, type Workload } from '@heddle/topology';
import { programOf } from '../chaincode/build-source';
import { loadChaincodeWorld } from '../chaincode/chaincode-world';
import { serverWorkloads } from '../chaincode/serve-definition';
import { keysOf } from '../fabric/channel-definition';
import type { WorkerServices } from '../services';
import { openChainKeys } from './chain-world';
import { monitoringCaOf } from './monitoring-keys';
import { nodeFiles } from './node-files';
import { nodesToRun } from './nodes-to-run';

/** Workloads of all orderers and peers of a chain. Their keys must have been issued. */
export async function chainWorkloads(services: WorkerServices, chainId: ChainId): Promise<Workload[]> {
  const { database, runtimes } = services;
  const chain = await database.store.chains.get(chainId);
  const keys = await openChainKeys(services, chain);
  const rows = await database.store.nodes.ofChain(chainId);
  return planWorkloads({
    spec: chain.spec,
    chainId,
    addresses: await runtimes.addresses(chainId),
    monitoringCa: await monitoringCaOf(database.store, chainId),
    placements: rows
      .filter(({ kind }) => kind !== 'chaincode')
      .map(({ id, name, organization, ports, resources }) => ({
        id,
        name,
        ports,
        files: nodeFiles(keysOf(keys, organization), name),
        ...(resources !== null && { resources }),
      })),
  });
}

/**
 * Workloads of everything that runs while the chain runs: its nodes, and the servers of committed definitions that are
 * not stopped.
 */
export async function servingWorkloads(services: WorkerServices, chainId: ChainId): Promise<Workload[]> {
  const { chaincodes } = services.database.store;
  const workloads = await chainWorkloads(services, chainId);
  const wanted = new Set(await nodesToRun(services, chainId));
  for (const { id: chaincodeId, channelId, committedDefinitionId } of await chaincodes.ofChain(chainId)) {
    if (committedDefinitionId === null) continue;
    const input = { chainId, channelId, chaincodeId, definitionId: committedDefinitionId };
    const world = await loadChaincodeWorld(services, input);
    const program = programOf(world.definition);
    if (program !== undefined) workloads.push(...(await serverWorkloads(services, world, program)));
  }
  return workloads.filter(({ name }) => wanted.has(name));
}

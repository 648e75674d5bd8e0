import type { ChainId } from '@heddle/contracts';
import { serves } from '../chaincode/chaincode-world';
import type { WorkerServices } from '../services';

/** The nodes that should be up while the chain runs: not the servers of definitions that were never committed. */
export async function nodesToRun({ database }: WorkerServices, chainId: ChainId): Promise<string[]> {
  const { nodes, chaincodes } = database.store;
  const [rows, deployed] = await Promise.all([nodes.ofChain(chainId), chaincodes.ofChain(chainId)]);
  const committed = deployed.flatMap(({ committedDefinitionId }) => committedDefinitionId ?? []);
  return rows
    .filter((row) => row.kind !== 'chaincode' || committed.some((definition) => serves(row, definition)))
    .map(({ name }) => name);
}

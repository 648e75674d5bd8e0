import type { ChainId } from '@heddle/contracts';
import { serves } from '../world/chaincode-world';
import type { WorkerServices } from '../services';

/**
 * Nodes that run while the chain runs. Of chaincode servers, only those of committed definitions that are not stopped.
 */
export async function nodesToRun({ database }: WorkerServices, chainId: ChainId): Promise<string[]> {
  const { nodes, chaincodes } = database.store;
  const [rows, deployed] = await Promise.all([nodes.ofChain(chainId), chaincodes.ofChain(chainId)]);
  const committed = deployed.flatMap(({ committedDefinitionId }) => committedDefinitionId ?? []);
  return rows
    .filter(
      (row) =>
        row.desired === 'running' &&
        (row.kind !== 'chaincode' || committed.some((definition) => serves(row, definition))),
    )
    .map(({ name }) => name);
}

import type { ChainId, ChaincodeId, ChaincodeState } from '@heddle/contracts';
import type { ChaincodeEntity, NodeEntity, Store } from '@heddle/data';
import { serves } from '../world/chaincode-world';

/** Rows of the servers of a chaincode, including those of earlier definitions. */
export async function serversOfChaincode(
  store: Pick<Store, 'chaincodes' | 'nodes'>,
  { chainId, chaincodeId }: { readonly chainId: ChainId; readonly chaincodeId: ChaincodeId },
): Promise<NodeEntity[]> {
  const definitions = await store.chaincodes.definitions(chaincodeId);
  const rows = await store.nodes.ofChain(chainId);
  return rows.filter((row) => row.kind === 'chaincode' && definitions.some(({ id }) => serves(row, id)));
}

/**
 * The state of a chaincode without an operation, derived from its committed definition and the desired state of its
 * servers.
 */
export async function restingState(
  store: Pick<Store, 'nodes'>,
  { chainId, committedDefinitionId }: Pick<ChaincodeEntity, 'chainId' | 'committedDefinitionId'>,
): Promise<Extract<ChaincodeState, 'active' | 'stopped' | 'failed'>> {
  if (committedDefinitionId === null) return 'failed';
  const rows = await store.nodes.ofChain(chainId);
  const servers = rows.filter((row) => row.kind === 'chaincode' && serves(row, committedDefinitionId));
  return servers.length > 0 && servers.every(({ desired }) => desired === 'stopped') ? 'stopped' : 'active';
}

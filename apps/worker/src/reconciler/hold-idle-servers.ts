import { channelScope, type ChainId, type NodeState } from '@heddle/contracts';
import type { ChaincodeEntity, NodeEntity, ObservedNodeRow, Store } from '@heddle/data';
import { serves } from '../world/chaincode-world';
import type { WorkerServices } from '../services';
import type { WatchedChain } from './watched-chain';

/** Chains without running nodes, or whose nodes cannot be changed now. */
const AT_REST: readonly NodeState[] = ['defined', 'stopping', 'stopped', 'unreachable'];

/**
 * Stops chaincode servers that serve nothing: those of failed or superseded definitions, and of stopped chaincodes,
 * regardless of how the operation that started them ended. Servers on a channel with a running operation belong to that
 * operation.
 *
 * @param watched as it was read before anything was checked
 * @returns the names of the stopped servers
 */
export async function holdIdleServers(
  services: WorkerServices,
  watched: WatchedChain,
  owner: string,
): Promise<string[]> {
  const { chain } = watched;
  if (suspectsOf(watched).length === 0) return [];
  const names = (await idleServers(services.database.store, chain.id)).map(({ name }) => name);
  if (names.length === 0) return [];
  const held = await services.repairLock.run(chain, owner, async () => {
    await services.runtimes.hold({ chainId: chain.id, names });
    await services.database.transaction((store) => store.nodes.setDesired(chain.id, names, 'stopped'));
    return names;
  });
  return held ?? [];
}

interface Deployed<Node> {
  readonly nodes: readonly Node[];
  readonly chaincodes: readonly Pick<ChaincodeEntity, 'committedDefinitionId'>[];
}

/** Servers that run and serve no committed definition, or should be stopped. */
function suspectsOf<Node extends ObservedNodeRow>({ nodes, chaincodes }: Deployed<Node>): Node[] {
  const up = nodes.filter(({ kind, state }) => kind === 'chaincode' && !AT_REST.includes(state));
  const wanted = chaincodes.flatMap(({ committedDefinitionId }) => committedDefinitionId ?? []);
  return up.filter((row) => row.desired === 'stopped' || !wanted.some((id) => serves(row, id)));
}

/**
 * Scopes are read first. Changes of an operation that has ended since are then visible, and a later operation is
 * detected by the repair lock.
 */
async function idleServers(store: Store, chainId: ChainId): Promise<NodeEntity[]> {
  const channels = await store.channels.ofChain(chainId);
  const busy = await store.scopes.holders(channels.map(({ id }) => channelScope(id)));
  const deployed = await store.chaincodes.ofChain(chainId);
  const suspects = suspectsOf({ nodes: await store.nodes.ofChain(chainId), chaincodes: deployed });
  if (suspects.length === 0) return [];
  const free = deployed.filter(({ channelId }) => !busy.has(channelScope(channelId)));
  const definitions = await Promise.all(free.map(({ id }) => store.chaincodes.definitions(id)));
  return suspects.filter((row) => definitions.flat().some(({ id }) => serves(row, id)));
}

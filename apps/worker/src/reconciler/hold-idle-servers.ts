import type { ChainId, NodeState } from '@heddle/contracts';
import type { ChainEntity, NodeEntity, Store } from '@heddle/data';
import { serves } from '../chaincode/chaincode-world';
import type { WorkerServices } from '../services';

/** Nothing of these runs, or nothing can be done about it now. */
const AT_REST: readonly NodeState[] = ['defined', 'stopping', 'stopped', 'unreachable'];

/**
 * Holds down chaincode servers that serve nothing: those of definitions that failed or were replaced, and of stopped
 * chaincodes. Whatever ended the operation that started them, they do not run on. Servers of a channel on which an
 * operation works are that operation's.
 *
 * @param chain as it was read before anything was looked at
 * @returns the names of those that were held down
 */
export async function holdIdleServers(services: WorkerServices, chain: ChainEntity, owner: string): Promise<string[]> {
  const names = (await idleServers(services.database.store, chain.id)).map(({ name }) => name);
  if (names.length === 0) return [];
  const held = await services.turns.take(chain, owner, async () => {
    await services.runtimes.hold({ chainId: chain.id, names });
    await services.database.transaction((store) => store.nodes.setDesired(chain.id, names, 'stopped'));
    return names;
  });
  return held ?? [];
}

/** Scopes are read first: what an operation wrote that has ended by then is seen, and one that begins later is the turn's to see. */
async function idleServers(store: Store, chainId: ChainId): Promise<NodeEntity[]> {
  const channels = await store.channels.ofChain(chainId);
  const busy = await store.scopes.holders(channels.map(({ id }) => `channel:${id}`));
  const deployed = await store.chaincodes.ofChain(chainId);
  const up = (await store.nodes.ofChain(chainId)).filter(
    ({ kind, state }) => kind === 'chaincode' && !AT_REST.includes(state),
  );
  const wanted = deployed.flatMap(({ committedDefinitionId }) => committedDefinitionId ?? []);
  const suspects = up.filter((row) => row.desired === 'stopped' || !wanted.some((id) => serves(row, id)));
  if (suspects.length === 0) return [];
  const free = deployed.filter(({ channelId }) => !busy.has(`channel:${channelId}`));
  const definitions = await Promise.all(free.map(({ id }) => store.chaincodes.definitions(id)));
  return suspects.filter((row) => definitions.flat().some(({ id }) => serves(row, id)));
}

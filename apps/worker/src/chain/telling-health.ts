import type { ChainId } from '@heddle/contracts';
import {
  chainStateOf,
  observedChain,
  WATCHED_CHAIN_STATES,
  type ChainEntity,
  type ObservedChain,
  type Transaction,
} from '@heddle/data';
import type { LivePublisher, StateChange } from '@heddle/queue';
import type { WorkerServices } from '../services';
import { announce, type Changes } from './announce';

interface Place {
  readonly store: Transaction;
  readonly live: LivePublisher;
  readonly chainId: ChainId;
}

/**
 * Does what changes the nodes, channels or chaincodes of a chain, and tells of everything in it whose health changed by
 * it: how well a channel is follows from nodes, so its own row may have nothing new.
 */
export async function tellingHealth<T>({ store, live, chainId }: Place, work: () => Promise<T>): Promise<T> {
  const before = await observedChain(store, chainId);
  const result = await work();
  const after = await observedChain(store, chainId);
  if (before === null || after === null) return result;
  const changes = await raised(store, before, after);
  if (Object.keys(changes).length > 0) await announce(store, live, chainId, changes);
  return result;
}

/** A hook of an operation that tells what the health of the chain's parts becomes by it. */
export function tellingOf<Input extends { chainId: ChainId }>(
  hook: (change: StateChange<Input, WorkerServices>) => Promise<void>,
): (change: StateChange<Input, WorkerServices>) => Promise<void> {
  return (change) => {
    const { store, services, input } = change;
    return tellingHealth({ store, live: services.live, chainId: input.chainId }, () => hook(change));
  };
}

/** A client keeps what has the greater revision, so what changed without a write gets a new one. */
async function raised(store: Transaction, before: ObservedChain, after: ObservedChain): Promise<Changes> {
  const channels = [];
  for (const id of changed(before.channelHealth, after.channelHealth))
    channels.push(await store.channels.update(id, {}));
  const chaincodes = [];
  for (const id of changed(before.chaincodeHealth, after.chaincodeHealth)) {
    chaincodes.push(await store.chaincodes.update(id, {}));
  }
  return {
    ...(channels.length === 0 ? {} : { channels }),
    ...(chaincodes.length === 0 ? {} : { chaincodes }),
    ...(differs(before.health, after.health) ? { chain: await withState(store, after) } : {}),
  };
}

/** The state of a chain that runs follows from its health; lists are filtered by it. */
function withState(
  store: Transaction,
  { chain: { id, state, stateReason }, health }: ObservedChain,
): Promise<ChainEntity> {
  if (!WATCHED_CHAIN_STATES.includes(state)) return store.chains.update(id, {});
  return store.chains.setState(id, chainStateOf(health), stateReason);
}

const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

/** What is in both and differs; who adds or removes an entity tells of it. */
function changed<Id>(before: ReadonlyMap<Id, unknown>, after: ReadonlyMap<Id, unknown>): Id[] {
  return [...after].flatMap(([id, health]) => (before.has(id) && differs(before.get(id), health) ? [id] : []));
}

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
 * Runs work that changes nodes, channels or chaincodes of a chain, and publishes everything in the chain whose health
 * changed. The health of a channel follows from nodes, so it can change without a write to its own row.
 */
export async function publishingHealth<T>({ store, live, chainId }: Place, work: () => Promise<T>): Promise<T> {
  const before = await observedChain(store, chainId);
  const result = await work();
  const after = await observedChain(store, chainId);
  if (before === null || after === null) return result;
  const changes = await raised(store, before, after);
  if (Object.keys(changes).length > 0) await announce(store, live, chainId, changes);
  return result;
}

/** Wraps a hook of an operation so that resulting changes of health are published. */
export function publishingHealthOf<Input extends { chainId: ChainId }>(
  hook: (change: StateChange<Input, WorkerServices>) => Promise<void>,
): (change: StateChange<Input, WorkerServices>) => Promise<void> {
  return (change) => {
    const { store, services, input } = change;
    return publishingHealth({ store, live: services.live, chainId: input.chainId }, () => hook(change));
  };
}

/** Clients keep the highest revision, so an entity whose health changed without a write gets a new one. */
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

/** The state of a running chain follows from its health; it is stored because lists are filtered by it. */
function withState(
  store: Transaction,
  { chain: { id, state, stateReason }, health }: ObservedChain,
): Promise<ChainEntity> {
  if (!WATCHED_CHAIN_STATES.includes(state)) return store.chains.update(id, {});
  return store.chains.setState(id, chainStateOf(health), stateReason);
}

const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

/** Keys that are in both maps with different values. The code that adds or removes an entity announces it. */
function changed<Id>(before: ReadonlyMap<Id, unknown>, after: ReadonlyMap<Id, unknown>): Id[] {
  return [...after].flatMap(([id, health]) => (before.has(id) && differs(before.get(id), health) ? [id] : []));
}

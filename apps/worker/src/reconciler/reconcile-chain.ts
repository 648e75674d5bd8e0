import { chainHealth, type Health } from '@heddle/contracts';
import {
  chainStateOf,
  observedChain,
  WATCHED_CHAIN_STATES,
  type ObservedChain,
  type ObservedChainRow,
} from '@heddle/data';
import type { Logger } from '@heddle/queue';
import { announce } from '../chain/announce';
import { servingWorkloads } from '../chaincode/serving-workloads';
import { recordObservations } from '../chain/observations';
import { REPAIR_LOCK_MS } from '../runtimes/repair-lock';
import type { WorkerServices } from '../services';
import { holdIdleServers } from './hold-idle-servers';
import { resetLogLevels } from './log-levels';
import { followLedgers } from './lost-ledgers';
import type { WatchedChain } from './watched-chain';

export interface ReconcileOptions {
  /** Owner of the repair lock; unique among workers. */
  readonly owner: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** How old the observation of a node that runs as before may be, in milliseconds. */
  readonly maxAgeMs: number;
}

export interface Reconciled {
  /** Whether anything but measurements has changed. */
  readonly changed: boolean;
  readonly now: WatchedChain;
}

/**
 * Brings a chain's nodes to their desired state and records observations. A chain in which nothing has changed costs no
 * query.
 *
 * @param watched as it was read before anything was checked
 */
export async function reconcileChain(
  services: WorkerServices,
  watched: WatchedChain,
  options: ReconcileOptions,
): Promise<Reconciled> {
  const { chain, nodes } = watched;
  const { signal, maxAgeMs } = options;
  // Observes first, so that a dead node is recorded before it is restarted.
  const seen = await recordObservations(services, chain.id, { nodes, maxAgeMs });
  const acted = chain.desired === 'running' && (await bringUp(services, watched, options));
  const changed = seen || acted;
  const now = changed ? await readAgain(services, watched) : watched;
  await followHeights(services, now);
  await resetLogLevels(services, chain.id, { nodes: now.nodes, signal });
  if (chain.desired === 'running') await followNodes(services, now, signal);
  return { changed, now };
}

/** @returns whether nodes were stopped or started */
async function bringUp(
  services: WorkerServices,
  watched: WatchedChain,
  { owner, log, signal }: ReconcileOptions,
): Promise<boolean> {
  const { chain } = watched;
  const held = await holdIdleServers(services, watched, owner);
  if (held.length > 0) {
    log.info({ chain: chain.name, held }, 'Chaincode servers that serve nothing were stopped');
    await recordObservations(services, chain.id);
  }
  const { started, repaired } = await services.runtimes.reconcile(chain.id, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(REPAIR_LOCK_MS)]),
    turn: (repair) => services.repairLock.run(chain, owner, repair),
    workloads: () => servingWorkloads(services, chain.id),
    names: async () => (await services.database.store.nodes.ofChain(chain.id)).map(({ name }) => name),
  });
  if (repaired.length > 0) log.info({ chain: chain.name, repaired }, 'Objects of the chain were repaired');
  if (started.length > 0) await recordObservations(services, chain.id);
  return held.length > 0 || started.length > 0;
}

/** As it is now, but with the count of operations that started until it was first read, which guards repairs. */
async function readAgain({ database }: WorkerServices, watched: WatchedChain): Promise<WatchedChain> {
  const { id, scopeChanges } = watched.chain;
  const current = await observedChain(database.store, id);
  if (current === null) return watched;
  const { name, state, stateReason, desired } = current.chain;
  return { ...current, chain: { id, name, state, stateReason, desired, scopeChanges } };
}

async function followNodes(services: WorkerServices, watched: WatchedChain, signal: AbortSignal): Promise<void> {
  const { database, live } = services;
  const { id, state } = watched.chain;
  if (!WATCHED_CHAIN_STATES.includes(state)) return;
  const current = (await followLedgers(services, watched, signal)) ? await readAgain(services, watched) : watched;
  if (isAsObserved(current)) return;
  await database.transaction(async (store) => {
    // An operation may have started since the chain was read; its state takes precedence.
    const observed = await observedChain(store, id);
    if (observed === null || isAsObserved(observed)) return;
    const row = await store.chains.setState(id, chainStateOf(healthOfParts(observed)), null);
    await announce(store, live, id, { chain: row });
  });
}

/** The health of a chain without what its last operation said. */
function healthOfParts(observed: ObservedChain<ObservedChainRow>): Health {
  const { chain, nodes, channelHealth, chaincodeHealth } = observed;
  const parts = { nodes, channels: [...channelHealth.values()], chaincodes: [...chaincodeHealth.values()] };
  return chainHealth({ ...parts, chain: { name: chain.name, state: chain.state, stateReason: null } });
}

/** Whether a chain's row shows what follows from its parts, or an operation determines it. */
function isAsObserved(observed: ObservedChain<ObservedChainRow>): boolean {
  const { state, stateReason } = observed.chain;
  if (!WATCHED_CHAIN_STATES.includes(state)) return true;
  return state === chainStateOf(healthOfParts(observed)) && stateReason === null;
}

/** Not published: clients know the heights of a channel from the measurements of its nodes. */
async function followHeights({ database }: WorkerServices, { nodes, channels }: WatchedChain): Promise<void> {
  const grown = channels.flatMap((channel) => {
    const height = Math.max(0, ...nodes.map(({ blockHeights }) => blockHeights[channel.name] ?? 0));
    return height > (channel.height ?? 0) ? [{ id: channel.id, height }] : [];
  });
  if (grown.length === 0) return;
  await database.transaction(async (store) => {
    for (const { id, height } of grown) {
      if ((await store.channels.find(id)) !== null) await store.channels.update(id, { height });
    }
  });
}

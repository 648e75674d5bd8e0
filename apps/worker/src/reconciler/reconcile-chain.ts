import { chainHealth, type ChainId, type ChainState } from '@heddle/contracts';
import {
  chainStateOf,
  observedChain,
  WATCHED_CHAIN_STATES,
  type ChainEntity,
  type NodeEntity,
  type Store,
} from '@heddle/data';
import type { Logger } from '@heddle/queue';
import { announce } from '../chain/announce';
import { servingWorkloads } from '../chain/chain-workloads';
import { recordObservations } from '../chain/observations';
import { REPAIR_LOCK_MS } from '../runtimes/repair-lock';
import type { WorkerServices } from '../services';
import { holdIdleServers } from './hold-idle-servers';
import { lostChannels } from './lost-channels';
import { lossText } from './loss-text';

export interface ReconcileOptions {
  /** Owner of the repair lock; unique among workers. */
  readonly owner: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Brings a chain's nodes to their desired state and records observations. */
export async function reconcileChain(
  services: WorkerServices,
  chain: ChainEntity,
  { owner, log, signal }: ReconcileOptions,
): Promise<void> {
  // Observes first, so that a dead node is recorded before it is restarted.
  await recordObservations(services, chain.id);
  if (chain.desired === 'running') {
    const held = await holdIdleServers(services, chain, owner);
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
  }
  const nodes = await services.database.store.nodes.ofChain(chain.id);
  await followHeights(services, chain.id, nodes);
  if (chain.desired === 'running' && WATCHED_CHAIN_STATES.includes(chain.state)) {
    await followNodes(services, chain, { nodes, signal });
  }
}

async function followNodes(
  services: WorkerServices,
  chain: ChainEntity,
  { nodes, signal }: { readonly nodes: readonly NodeEntity[]; readonly signal: AbortSignal },
): Promise<void> {
  const { database, live } = services;
  const lost = await lostChannels(services, chain.id, { nodes, signal });
  const reason = lossText(lost);
  const seen = await observedAs(database.store, chain.id, reason);
  if (seen === undefined || (chain.state === seen && chain.stateReason === reason)) return;
  await database.transaction(async (store) => {
    // An operation may have started since the chain was read; its state takes precedence.
    const state = await observedAs(store, chain.id, reason);
    if (state === undefined) return;
    await announce(store, live, chain.id, { chain: await store.chains.setState(chain.id, state, reason) });
  });
}

/** The state that follows from the chain's parts and other observations; undefined while an operation determines it. */
async function observedAs(store: Store, chainId: ChainId, stateReason: string | null): Promise<ChainState | undefined> {
  const observed = await observedChain(store, chainId);
  if (observed === null || !WATCHED_CHAIN_STATES.includes(observed.chain.state)) return undefined;
  const { chain, nodes, channelHealth, chaincodeHealth } = observed;
  const { name, state } = chain;
  const parts = { nodes, channels: [...channelHealth.values()], chaincodes: [...chaincodeHealth.values()] };
  return chainStateOf(chainHealth({ ...parts, chain: { name, state, stateReason } }));
}

async function followHeights(
  { database, live }: WorkerServices,
  chainId: ChainId,
  nodes: readonly NodeEntity[],
): Promise<void> {
  const channels = await database.store.channels.ofChain(chainId);
  const grown = channels.flatMap((channel) => {
    const height = Math.max(0, ...nodes.map(({ blockHeights }) => blockHeights[channel.name] ?? 0));
    return height > (channel.height ?? 0) ? [{ id: channel.id, height }] : [];
  });
  if (grown.length === 0) return;
  await database.transaction(async (store) => {
    const rows = [];
    for (const { id, height } of grown) {
      if ((await store.channels.find(id)) !== null) rows.push(await store.channels.update(id, { height }));
    }
    await announce(store, live, chainId, { channels: rows });
  });
}

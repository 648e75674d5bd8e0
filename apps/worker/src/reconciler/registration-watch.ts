import type { DefinitionId, NodeId } from '@heddle/contracts';
import type { ActiveChain, ObservedChaincodeRow, ObservedNodeRow } from '@heddle/data';
import type { ChaincodeNotRegisteredError, RegistrationFailure } from '@heddle/fabric';
import type { NodeRef } from '@heddle/runtime';
import { announce } from '../chain/announce';
import { publishingHealth } from '../chain/publish-health';
import { serversToProve } from '../chaincode/prove-servers';
import type { Limits } from '../limits';
import { lazily } from '../once';
import type { WorkerServices } from '../services';
import { loadChainWorld, type ChainWorld } from '../world/chain-world';
import { chaincodeWorld, serves } from '../world/chaincode-world';
import { KeptServer } from './kept-server';
import { lookAtServer } from './look-at-server';
import type { ReconcileOptions } from './reconcile-chain';
import type { WatchedChain } from './watched-chain';

/** Failures during which a peer waits while it holds its ledger's lock. A peer detects other failures at once. */
const HOLDS_UP_PEERS: readonly RegistrationFailure[] = ['mute', 'wrong_id', 'wrong_protocol'];

/** Checks that a server misses until it is forgotten. */
const STALE_LOOKS = 3;

/** A server of a committed definition. */
interface Watched {
  readonly chain: ActiveChain;
  readonly chaincode: ObservedChaincodeRow;
  readonly definitionId: DefinitionId;
  readonly node: ObservedNodeRow;
  /** The peers that launch it. */
  readonly peers: readonly NodeRef[];
}

const runOf = ({ definitionId, node: { pid, startedAt, restarts } }: Watched): string =>
  [definitionId, pid, startedAt, restarts].join(' ');

/**
 * Checks that chaincode servers still register with their peers, and stops those that do not. A peer that cannot
 * connect fails a call at once, but a server that does not register blocks the commits of its channel.
 */
export class RegistrationWatch {
  readonly #kept = new Map<NodeId, KeptServer>();
  readonly #looks = new Map<NodeId, Promise<void>>();

  /** Starts the checks that are due. What they have to load of the chain is loaded once for all of them. */
  look(services: WorkerServices, watched: WatchedChain, options: ReconcileOptions): void {
    const world = lazily(() => loadChainWorld(services, watched.chain.id));
    for (const server of serversOf(watched)) {
      if (this.#isDue(server, services.limits.serverLookMs)) this.#begin(services, server, { world, options });
    }
  }

  /** Forgets servers that were not due for a while: they are gone, or another worker has their chain. */
  dropStale(now: Date, { serverLookMs }: Pick<Limits, 'serverLookMs'>): void {
    for (const [id, kept] of this.#kept) {
      if (!this.#looks.has(id) && now.getTime() - kept.checkedAt >= STALE_LOOKS * serverLookMs) this.#forget(id);
    }
  }

  /** Returns when no check runs any more; the signal of the options ends all checks. */
  async settled(): Promise<void> {
    await Promise.all(this.#looks.values());
  }

  /** Closes the connections to all servers after the last check. */
  async close(): Promise<void> {
    await this.settled();
    for (const id of this.#kept.keys()) this.#forget(id);
  }

  #isDue(watched: Watched, everyMs: number): boolean {
    const { id, state } = watched.node;
    if (state !== 'running' || this.#looks.has(id)) return false;
    const kept = this.#kept.get(id);
    return kept?.run !== runOf(watched) || Date.now() - kept.checkedAt >= everyMs;
  }

  #begin(services: WorkerServices, watched: Watched, looking: Looking): void {
    const { node } = watched;
    const { signal, log } = looking.options;
    const look = this.#look(services, watched, looking)
      .catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error, node: node.name }, 'The server could not be checked');
      })
      .finally(() => this.#looks.delete(node.id));
    this.#looks.set(node.id, look);
  }

  async #look(services: WorkerServices, watched: Watched, { world, options }: Looking): Promise<void> {
    const kept = this.#keptFor(watched) ?? (await this.#load(services, watched, world));
    if (kept === undefined) return;
    const { signal } = options;
    const { failure, launches } = await lookAtServer(services, { kept, peers: watched.peers, signal });
    if (failure === undefined) await recover(services, watched);
    else if (HOLDS_UP_PEERS.includes(failure.reason)) await hold(services, watched, { failure, options });
    kept.checked(launches, failure === undefined ? 'registers' : 'failed');
  }

  #keptFor(watched: Watched): KeptServer | undefined {
    const kept = this.#kept.get(watched.node.id);
    return kept?.run === runOf(watched) && kept.outcome !== 'failed' ? kept : undefined;
  }

  /** @returns undefined for a server that its chain does not have any more */
  async #load(services: WorkerServices, watched: Watched, world: Looking['world']): Promise<KeptServer | undefined> {
    const { chaincode, definitionId, node } = watched;
    const input = { channelId: chaincode.channelId, chaincodeId: chaincode.id, definitionId };
    const loaded = await chaincodeWorld(services, await world(), input);
    const server = (await serversToProve(services, loaded)).find(({ name }) => name === node.name);
    const before = this.#kept.get(node.id);
    this.#forget(node.id);
    if (server === undefined) return undefined;
    const kept = new KeptServer(runOf(watched), server, loaded.definition.language);
    if (before?.run === kept.run) kept.launches = before.launches;
    this.#kept.set(node.id, kept);
    return kept;
  }

  #forget(id: NodeId): void {
    this.#kept.get(id)?.close();
    this.#kept.delete(id);
  }
}

function serversOf({ chain, nodes, channelNodes, chaincodes }: WatchedChain): Watched[] {
  return chaincodes.flatMap((chaincode) => {
    const { channelId, committedDefinitionId: definitionId } = chaincode;
    if (definitionId === null) return [];
    const members = channelNodes.get(channelId) ?? {};
    const isPeer = ({ kind, name }: ObservedNodeRow) =>
      kind === 'peer' && (members[name] === 'joined' || members[name] === 'joining');
    const peers = nodes.filter(isPeer);
    return nodes
      .filter((node) => node.kind === 'chaincode' && serves(node, definitionId))
      .map((node) => ({
        chain,
        chaincode,
        definitionId,
        node,
        peers: peers
          .filter(({ organization }) => organization === node.organization)
          .map(({ name }) => ({ chainId: chain.id, name })),
      }));
  });
}

interface Looking {
  readonly world: () => Promise<ChainWorld>;
  readonly options: ReconcileOptions;
}

interface Hold {
  readonly failure: ChaincodeNotRegisteredError;
  readonly options: ReconcileOptions;
}

/** Skipped if an operation has started meanwhile, which may be the cause. */
async function hold(services: WorkerServices, watched: Watched, { failure, options }: Hold): Promise<void> {
  const { chain, node } = watched;
  const { owner, log } = options;
  const reason = `It is held down because it ${failure.what}: its peers would wait for it and commit nothing. ${failure.remedy}`;
  const held = await services.repairLock.run(chain, owner, async () => {
    await services.runtimes.hold({ chainId: chain.id, names: [node.name] });
    await writeHold(services, watched, reason);
    return true;
  });
  if (held === undefined) throw new Error(`An operation works on the nodes of ${chain.name}.`);
  log.warn({ chain: chain.name, node: node.name, reason: failure.reason }, 'A chaincode server is held down');
}

async function writeHold(
  { database, live }: WorkerServices,
  { chain, chaincode, node }: Watched,
  reason: string,
): Promise<void> {
  await database.transaction(async (store) => {
    if ((await store.nodes.find(node.id)) === null) return;
    await publishingHealth({ store, live, chainId: chain.id }, async () => {
      const seen = await store.nodes.observe(node.id, { state: 'stopped', reason, pid: null });
      const { state } = await store.chaincodes.get(chaincode.id);
      const serving = state === 'active' || state === 'degraded';
      const rows = serving
        ? [await store.chaincodes.setState(chaincode.id, 'degraded', `${node.name}: ${reason}`)]
        : [];
      await announce(store, live, chain.id, { nodes: [seen], chaincodes: rows });
    });
  });
}

/** The chaincode is healthy again once the server that degraded it registers. */
async function recover({ database, live }: WorkerServices, { chain, chaincode, node }: Watched): Promise<void> {
  if (!isAbout(chaincode, node)) return;
  await database.transaction(async (store) => {
    const row = await store.chaincodes.find(chaincode.id);
    if (row === null || !isAbout(row, node)) return;
    await publishingHealth({ store, live, chainId: chain.id }, async () => {
      await announce(store, live, chain.id, { chaincodes: [await store.chaincodes.setState(row.id, 'active')] });
    });
  });
}

const isAbout = (
  { state, stateReason }: Pick<ObservedChaincodeRow, 'state' | 'stateReason'>,
  { name }: ObservedNodeRow,
): boolean => state === 'degraded' && stateReason?.startsWith(`${name}: `) === true;

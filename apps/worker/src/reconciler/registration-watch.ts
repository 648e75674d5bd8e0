import type { Language } from '@heddle/contracts';
import type { ChainEntity, ChaincodeEntity, NodeEntity } from '@heddle/data';
import type { ChaincodeNotRegisteredError, RegistrationFailure } from '@heddle/fabric';
import { announce } from '../chain/announce';
import { publishingHealth } from '../chain/publish-health';
import { loadChaincodeWorld, serves } from '../chaincode/chaincode-world';
import { serversToProve } from '../chaincode/prove-servers';
import type { WorkerServices } from '../services';
import type { LaunchTimeouts } from './launch-timeouts';
import { lookAtServer } from './look-at-server';
import type { ReconcileOptions } from './reconcile-chain';

/** Failures during which a peer waits while it holds its ledger's lock. A peer detects other failures at once. */
const HOLDS_UP_PEERS: readonly RegistrationFailure[] = ['mute', 'wrong_id', 'wrong_protocol'];

interface Proof {
  /** Identifies this run of the server's process or pod. */
  readonly run: string;
  readonly at: number;
  /** The counts of its peers at that time. */
  readonly launches: LaunchTimeouts;
}

/** A server of a committed definition that must be checked. */
interface Watched {
  readonly chain: ChainEntity;
  readonly chaincode: ChaincodeEntity;
  readonly node: NodeEntity;
  readonly language: Language | null;
}

const runOf = ({ pid, startedAt, restarts }: NodeEntity): string => [pid, startedAt, restarts].join(' ');

/**
 * Checks that chaincode servers still register with their peers, and stops those that do not. A peer that cannot
 * connect fails a call at once, but a server that does not register blocks the commits of its channel.
 */
export class RegistrationWatch {
  readonly #proofs = new Map<string, Proof>();
  readonly #looks = new Map<string, Promise<void>>();

  /** Starts the checks that are due and does not wait for their outcome. */
  async look(services: WorkerServices, chain: ChainEntity, options: ReconcileOptions): Promise<void> {
    const { nodes, chaincodes } = services.database.store;
    const due = (await nodes.ofChain(chain.id)).filter((node) => this.#isDue(node, services.limits.serverLookMs));
    if (due.length === 0) return;
    for (const chaincode of await chaincodes.ofChain(chain.id)) {
      const { committedDefinitionId } = chaincode;
      if (committedDefinitionId === null) continue;
      const served = due.filter((node) => serves(node, committedDefinitionId));
      if (served.length === 0) continue;
      const { language } = await chaincodes.definition(committedDefinitionId);
      for (const node of served) this.#begin(services, { chain, chaincode, node, language }, options);
    }
  }

  /** Returns when no check runs any more; the signal of the options ends all checks. */
  async settled(): Promise<void> {
    await Promise.all(this.#looks.values());
  }

  #isDue(node: NodeEntity, everyMs: number): boolean {
    if (node.kind !== 'chaincode' || node.state !== 'running' || this.#looks.has(node.id)) return false;
    const proof = this.#proofs.get(node.id);
    return proof?.run !== runOf(node) || Date.now() - proof.at >= everyMs;
  }

  #begin(services: WorkerServices, watched: Watched, options: ReconcileOptions): void {
    const { node } = watched;
    const run = runOf(node);
    const proof = this.#proofs.get(node.id);
    const before: LaunchTimeouts = proof?.run === run ? proof.launches : new Map();
    const look = lookAt(services, watched, { before, options })
      .then((launches) => {
        this.#proofs.set(node.id, { run, at: Date.now(), launches });
      })
      .catch((error: unknown) => {
        if (!options.signal.aborted)
          options.log.warn({ err: error, node: node.name }, 'The server could not be checked');
      })
      .finally(() => this.#looks.delete(node.id));
    this.#looks.set(node.id, look);
  }
}

interface Looking {
  readonly before: LaunchTimeouts;
  readonly options: ReconcileOptions;
}

async function lookAt(
  services: WorkerServices,
  watched: Watched,
  { before, options }: Looking,
): Promise<LaunchTimeouts> {
  const { chain, chaincode, node, language } = watched;
  const { committedDefinitionId: definitionId } = chaincode;
  if (definitionId === null) return before;
  const input = { chainId: chain.id, channelId: chaincode.channelId, chaincodeId: chaincode.id, definitionId };
  const world = await loadChaincodeWorld(services, input);
  const server = (await serversToProve(services, world)).find(({ name }) => name === node.name);
  if (server === undefined) return before;
  const peers = world.memberPeers.filter(({ plan }) => plan.organization === node.organization);
  const { signal } = options;
  const { failure, launches } = await lookAtServer(services, { server, language, peers, before, signal });
  if (failure === undefined) await recover(services, watched);
  else if (HOLDS_UP_PEERS.includes(failure.reason)) await hold(services, watched, { failure, options });
  return launches;
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

const isAbout = ({ state, stateReason }: ChaincodeEntity, { name }: NodeEntity): boolean =>
  state === 'degraded' && stateReason?.startsWith(`${name}: `) === true;

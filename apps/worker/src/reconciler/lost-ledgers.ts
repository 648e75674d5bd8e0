import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { ObservedChannelRow, ObservedNodeRow } from '@heddle/data';
import { announce } from '../chain/announce';
import { publishingHealth } from '../chain/publish-health';
import { orderersWithoutChannel } from '../fabric/channel-orderers';
import { ChainClients } from '../fabric/chain-clients';
import { lazily } from '../once';
import type { WorkerServices } from '../services';
import { loadChainWorld, type ChainWorld } from '../world/chain-world';
import { channelWorld, type ChannelWorld } from '../world/channel-world';
import type { WatchedChain } from './watched-chain';

/** Time limit in milliseconds. A node that does not answer in time is skipped in this pass. */
const ANSWER_MS = 3_000;

/** Channels by the name of a node that has joined them and has no ledger of them. */
type Losses = ReadonlyMap<string, readonly string[]>;

/**
 * Stores which nodes have lost ledgers.
 *
 * @returns whether that has changed
 */
export async function followLedgers(
  services: WorkerServices,
  watched: WatchedChain,
  signal: AbortSignal,
): Promise<boolean> {
  const losses = await lossesOf(services, watched, signal);
  const changed = watched.nodes.filter(
    ({ name, lostLedgers }) => !isDeepStrictEqual(lostLedgers, lostOf(losses, name)),
  );
  if (changed.length === 0) return false;
  const { database, live } = services;
  const chainId = watched.chain.id;
  await database.transaction((store) =>
    publishingHealth({ store, live, chainId }, async () => {
      const nodes = [];
      for (const { name } of changed) {
        const row = await store.nodes.byName(chainId, name);
        if (row !== null) nodes.push(await store.nodes.update(row.id, { lostLedgers: lostOf(losses, name) }));
      }
      await announce(store, live, chainId, { nodes });
    }),
  );
  return true;
}

const lostOf = (losses: Losses, name: string): string[] | null => {
  const channels = losses.get(name);
  return channels === undefined ? null : [...channels];
};

/**
 * Nodes are asked only about channels that are missing from their metrics, and only their answer counts, because
 * metrics may be outdated.
 */
async function lossesOf(services: WorkerServices, watched: WatchedChain, signal: AbortSignal): Promise<Losses> {
  const losses = new Map<string, string[]>();
  const chain = lazily(() => loadChainWorld(services, watched.chain.id));
  for (const channel of watched.channels.filter(({ state }) => state === 'active')) {
    const lacking = nodesLacking(watched, channel);
    if (lacking.length === 0) continue;
    for (const name of await namesWithout(services, { chain: await chain(), channel, lacking }, signal)) {
      losses.set(name, [...(losses.get(name) ?? []), channel.name]);
    }
  }
  return losses;
}

/** Running members of the channel whose metrics lack it. Orderers answer for it only where all of them run. */
function nodesLacking({ nodes, channelNodes }: WatchedChain, channel: ObservedChannelRow): ObservedNodeRow[] {
  const members = channelNodes.get(channel.id) ?? {};
  const orderersRun = nodes.every(({ kind, state }) => kind !== 'orderer' || state === 'running');
  return nodes.filter(
    ({ name, kind, state, blockHeights }) =>
      members[name] === 'joined' &&
      state === 'running' &&
      (kind === 'peer' || orderersRun) &&
      !(channel.name in blockHeights),
  );
}

interface Asked {
  readonly chain: ChainWorld;
  readonly channel: ObservedChannelRow;
  readonly lacking: readonly ObservedNodeRow[];
}

async function namesWithout(
  services: WorkerServices,
  { chain, channel, lacking }: Asked,
  signal: AbortSignal,
): Promise<string[]> {
  const world = await channelWorld(services, chain, channel.id);
  await using clients = new ChainClients(world, services.runtimes);
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  const asked = { services, world, clients, lacking, signal: inTime };
  const looking = Promise.all([orderersWithout(asked), peersWithout(asked)]).then((names) => names.flat());
  return await Promise.race([looking, once(inTime, 'abort').then(() => [])]).catch(() => []);
}

interface Asking {
  readonly services: WorkerServices;
  readonly world: ChannelWorld;
  readonly clients: ChainClients;
  readonly lacking: readonly ObservedNodeRow[];
  readonly signal: AbortSignal;
}

async function orderersWithout({ services, world, clients, lacking, signal }: Asking): Promise<string[]> {
  if (lacking.every(({ kind }) => kind !== 'orderer')) return [];
  const { runtimes, limits } = services;
  const found = await orderersWithoutChannel({ world, clients, runtimes, limitMs: limits.leaderMs, signal });
  return found.map(({ plan }) => plan.name);
}

async function peersWithout({ world, clients, lacking, signal }: Asking): Promise<string[]> {
  const peers = world.memberPeers.filter(({ plan }) => lacking.some(({ name }) => name === plan.name));
  const found = await Promise.all(
    peers.map(async (node) => {
      const channels = await (await clients.peer(node)).channels({ signal });
      return channels.includes(world.channel.name) ? [] : [node.plan.name];
    }),
  );
  return found.flat();
}

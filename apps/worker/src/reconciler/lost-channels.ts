import { once } from 'node:events';
import type { ChainId } from '@heddle/contracts';
import type { ChannelEntity, NodeEntity } from '@heddle/data';
import { loadChannelWorld } from '../chain/channel-world';
import { ChainClients } from '../fabric/chain-clients';
import { orderersWithoutChannel } from '../fabric/channel-orderers';
import type { WorkerServices } from '../services';

/** Time limit in milliseconds. An orderer that does not answer in time is skipped in this pass. */
const ANSWER_MS = 3_000;

/**
 * Channels by the name of an orderer that should have them and does not. Orderers are asked only about channels that
 * are missing from their metrics, and only their answer counts, because metrics may be outdated.
 */
export async function lostChannels(
  services: WorkerServices,
  chainId: ChainId,
  { nodes, signal }: { readonly nodes: readonly NodeEntity[]; readonly signal: AbortSignal },
): Promise<Map<string, string[]>> {
  const lost = new Map<string, string[]>();
  const orderers = nodes.filter(({ kind }) => kind === 'orderer');
  if (orderers.some(({ state }) => state !== 'running')) return lost;
  for (const channel of await services.database.store.channels.ofChain(chainId)) {
    if (channel.state !== 'active' || orderers.every(({ blockHeights }) => channel.name in blockHeights)) continue;
    for (const name of await namesWithout(services, channel, signal)) {
      lost.set(name, [...(lost.get(name) ?? []), channel.name]);
    }
  }
  return lost;
}

async function namesWithout(
  services: WorkerServices,
  { chainId, id: channelId }: ChannelEntity,
  signal: AbortSignal,
): Promise<string[]> {
  const { runtimes, limits } = services;
  const world = await loadChannelWorld(services, { chainId, channelId });
  await using clients = new ChainClients(world, runtimes);
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  const looking = orderersWithoutChannel({ world, clients, runtimes, limitMs: limits.leaderMs, signal: inTime });
  const found = await Promise.race([looking, once(inTime, 'abort').then(() => [])]).catch(() => []);
  return found.map(({ plan }) => plan.name);
}

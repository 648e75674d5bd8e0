import type { ChainId } from '@heddle/contracts';
import { loadChainWorld } from '../../world/chain-world';
import { channelWorld } from '../../world/channel-world';
import { ChainClients } from '../../fabric/chain-clients';
import { untilLed } from '../../fabric/channel-orderers';
import type { WorkerServices } from '../../services';
import { untilLevel as untilOrdererLevel } from './channel-orderer';
import { catchUp } from './join-channel';

/** Milliseconds for the blocks that a node missed while it was down. */
const LEVEL_MS = 600_000;

export interface Leveling {
  readonly services: WorkerServices;
  readonly chainId: ChainId;
  readonly signal: AbortSignal;
}

/**
 * Waits until a node has the blocks that the others have now, in each of its channels, and the channel has a leader.
 */
export async function untilLevel({ services, chainId, signal }: Leveling, name: string): Promise<void> {
  const { channels, channelNodes } = services.database.store;
  const chain = await loadChainWorld(services, chainId);
  const memberships = await channelNodes.ofChains([chainId]);
  for (const { id, state } of await channels.ofChain(chainId)) {
    if (state !== 'active' || memberships.get(id)?.[name] !== 'joined') continue;
    const world = await channelWorld(services, chain, id);
    await using clients = new ChainClients(world, services.runtimes);
    const { runtimes } = services;
    const orderer = world.orderers.find(({ plan }) => plan.name === name);
    const peer = world.memberPeers.find(({ plan }) => plan.name === name);
    if (orderer !== undefined) {
      await untilLed({ world, runtimes, limitMs: services.limits.leaderMs, signal });
      await untilOrdererLevel({ world, clients, runtimes, orderer, signal });
    }
    if (peer !== undefined) await catchUp({ world, clients, added: peer, signal }, LEVEL_MS);
  }
}

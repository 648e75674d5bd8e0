import type { ChainId } from '@heddle/contracts';
import { DiscoveryClient, waitForEndorsers, waitForHeight } from '@heddle/fabric';
import { eachOf } from '@heddle/runtime';
import { ChainClients } from '../fabric/chain-clients';
import { awaitOrdering } from '../fabric/channel-orderers';
import type { WorkerServices } from '../services';
import { loadChainWorld } from '../world/chain-world';
import { channelWorld, type ChannelWorld } from '../world/channel-world';

interface Waiting {
  readonly signal: AbortSignal;
  readonly report: (message: string) => void;
}

/**
 * Waits until each channel of a chain with running nodes can commit a transaction: raft has a leader, and every peer
 * knows endorsers of each chaincode. Orderers that lost their ledger rejoin.
 */
export async function awaitChannels(services: WorkerServices, chainId: ChainId, waiting: Waiting): Promise<void> {
  const chain = await loadChainWorld(services, chainId);
  for (const { id, state } of await services.database.store.channels.ofChain(chainId)) {
    if (state === 'active') await awaitChannel(services, await channelWorld(services, chain, id), waiting);
  }
}

async function awaitChannel(services: WorkerServices, world: ChannelWorld, { signal, report }: Waiting): Promise<void> {
  const { runtimes, limits, database } = services;
  const { channel, memberPeers } = world;
  await using clients = new ChainClients(world, runtimes);
  const joined = await awaitOrdering({ world, clients, runtimes, limitMs: limits.leaderMs, signal });
  for (const name of joined) report(`${name} had lost its ledger of ${channel.name} and rejoined the channel`);
  const chaincodes = await database.store.chaincodes.ofChannel(channel.id);
  const committed = chaincodes.filter(({ committedDefinitionId }) => committedDefinitionId !== null);
  await eachOf(memberPeers, async (node) => {
    const peer = await clients.peer(node);
    await waitForHeight(peer, channel.name, 1, { signal });
    for (const { name } of committed) {
      await waitForEndorsers(new DiscoveryClient(peer), channel.name, name, { signal, timeout: limits.leaderMs });
    }
  });
  report(`${channel.name} accepts transactions`);
}

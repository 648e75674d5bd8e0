import type { StepFunction } from '@heddle/queue';
import { loadChainWorld } from '../../world/chain-world';
import { channelWorld } from '../../world/channel-world';
import { ChainClients } from '../../fabric/chain-clients';
import type { WorkerServices } from '../../services';
import type { ChannelOrderer } from './channel-orderer';
import type { ChangingNode } from './new-node';

/**
 * A step that works on one channel after another.
 *
 * @param work returns what the orderer then is, for the report: `is a consenter of`
 */
export function eachChannel(
  work: (changing: ChannelOrderer) => Promise<string>,
): StepFunction<ChangingNode, WorkerServices> {
  return async ({ services, input, report, signal }) => {
    const { chainId, channels, node } = input;
    const chain = await loadChainWorld(services, chainId);
    for (const [index, { channelId }] of channels.entries()) {
      const world = await channelWorld(services, chain, channelId);
      const orderer = world.allOrderers.find(({ plan }) => plan.name === node);
      if (orderer === undefined) throw new Error(`Orderer ${node} does not exist.`);
      await using clients = new ChainClients(world, services.runtimes);
      const what = await work({ world, clients, runtimes: services.runtimes, orderer, signal });
      report.progress(index + 1, channels.length, `${node} ${what} ${world.channel.name}`);
    }
  };
}

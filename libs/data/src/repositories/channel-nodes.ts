import type { ChainId, ChannelId, ChannelNodeState, ChannelNodes } from '@heddle/contracts';
import { In, type EntityManager } from 'typeorm';
import { ChannelNodeEntity } from '../entities/channel-node.entity';
import { plainRows } from './plain-rows';

/** Which orderers and peers belong to which channel. */
export class ChannelNodeRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Adds nodes that will join a channel. Nodes that belong to it already keep their state. */
  async add({ chainId, id: channelId }: { chainId: ChainId; id: ChannelId }, nodes: readonly string[]): Promise<void> {
    const known = await this.ofChannel(channelId);
    for (const node of nodes) {
      if (known[node] !== undefined) continue;
      await this.manager.insert(ChannelNodeEntity, { channelId, node, chainId, state: 'joining' });
    }
  }

  async setState(channelId: ChannelId, nodes: readonly string[], state: ChannelNodeState): Promise<void> {
    if (nodes.length > 0) await this.manager.update(ChannelNodeEntity, { channelId, node: In([...nodes]) }, { state });
  }

  async setAll(channelId: ChannelId, state: ChannelNodeState): Promise<void> {
    await this.manager.update(ChannelNodeEntity, { channelId }, { state });
  }

  async ofChannel(channelId: ChannelId): Promise<ChannelNodes> {
    return byNode(await this.manager.findBy(ChannelNodeEntity, { channelId }));
  }

  /** Every channel with nodes, in the given chains. */
  async ofChains(chainIds: readonly ChainId[]): Promise<Map<ChannelId, ChannelNodes>> {
    if (chainIds.length === 0) return new Map();
    const rows = await plainRows(this.manager, ChannelNodeEntity, ['channelId', 'node', 'state'], (query) =>
      query.where('row.chainId IN (:...chainIds)', { chainIds }),
    );
    const byChannel = Map.groupBy(rows, ({ channelId }) => channelId);
    return new Map([...byChannel].map(([id, nodes]) => [id, byNode(nodes)]));
  }

  async remove(channelId: ChannelId, node: string): Promise<void> {
    await this.manager.delete(ChannelNodeEntity, { channelId, node });
  }

  async removeOfChannel(channelId: ChannelId): Promise<void> {
    await this.manager.delete(ChannelNodeEntity, { channelId });
  }

  async removeOfChain(chainId: ChainId): Promise<void> {
    await this.manager.delete(ChannelNodeEntity, { chainId });
  }
}

const byNode = (rows: readonly Pick<ChannelNodeEntity, 'node' | 'state'>[]): ChannelNodes =>
  Object.fromEntries(rows.map(({ node, state }) => [node, state]));

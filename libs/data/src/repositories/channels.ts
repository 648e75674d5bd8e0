import type { ChainId, ChannelId, ChannelState } from '@heddle/contracts';
import type { EntityManager } from 'typeorm';
import { NameTakenError } from '../data-error';
import { ChannelEntity } from '../entities/channel.entity';
import { AggregateRepository } from './aggregate';
import { ChannelNodeRepository } from './channel-nodes';
import { NodeRepository } from './nodes';
import { observedNow, observedPatch } from './observed';
import { isDuplicate } from './unique';

export interface NewChannel {
  id?: ChannelId;
  chainId: ChainId;
  name: string;
  /** Names of the peer organizations that join. */
  organizations: string[];
}

export class ChannelRepository extends AggregateRepository<ChannelEntity> {
  readonly #nodes: ChannelNodeRepository;

  constructor(manager: EntityManager) {
    super(manager, ChannelEntity, 'channel');
    this.#nodes = new ChannelNodeRepository(manager);
  }

  /**
   * Stores a channel that all orderers of the chain and all peers of its organizations will join.
   *
   * @throws NameTakenError
   */
  async create(channel: NewChannel): Promise<ChannelEntity> {
    const row = await this.#insertNamed(channel);
    const nodes = await new NodeRepository(this.manager).ofChain(channel.chainId);
    const joining = nodes.filter(
      ({ kind, organization }) => kind === 'orderer' || (kind === 'peer' && channel.organizations.includes(organization)),
    );
    await this.#nodes.add(
      row,
      joining.map(({ name }) => name),
    );
    return row;
  }

  async #insertNamed(channel: NewChannel): Promise<ChannelEntity> {
    try {
      return await this.insert({
        ...channel,
        anchorPeers: {},
        genesisBlock: null,
        height: null,
        observed: null,
        ...observedNow('creating'),
      });
    } catch (error) {
      if (isDuplicate(error)) throw new NameTakenError('channel', channel.name);
      throw error;
    }
  }

  byName(chainId: ChainId, name: string): Promise<ChannelEntity | null> {
    return this.manager.findOneBy(ChannelEntity, { chainId, name });
  }

  /** Ordered by name. */
  ofChain(chainId: ChainId): Promise<ChannelEntity[]> {
    return this.manager.find(ChannelEntity, { where: { chainId }, order: { name: 'ASC' } });
  }

  /** Number of channels by chain. Chains without channels are omitted. */
  async countByChain(chainIds: readonly ChainId[]): Promise<Map<ChainId, number>> {
    if (chainIds.length === 0) return new Map();
    const rows = await this.manager
      .createQueryBuilder(ChannelEntity, 'channel')
      .select('channel.chainId', 'chainId')
      .addSelect('COUNT(*)', 'channels')
      .where('channel.chainId IN (:...chainIds)', { chainIds })
      .groupBy('channel.chainId')
      .getRawMany<{ chainId: ChainId; channels: number | string }>();
    return new Map(rows.map(({ chainId, channels }) => [chainId, Number(channels)]));
  }

  async setState(id: ChannelId, state: ChannelState, reason: string | null = null): Promise<ChannelEntity> {
    return this.update(id, observedPatch(await this.get(id), state, reason));
  }

  override async remove(id: ChannelId): Promise<boolean> {
    await this.#nodes.removeOfChannel(id);
    return super.remove(id);
  }

  async removeOfChain(chainId: ChainId): Promise<void> {
    await this.#nodes.removeOfChain(chainId);
    await this.manager.delete(ChannelEntity, { chainId });
  }
}

import {
  chaincodeHealth,
  type ChaincodeId,
  chainHealth,
  type ChainId,
  channelHealth,
  type ChannelId,
  type Health,
} from '@heddle/contracts';
import { In } from 'typeorm';
import { ChaincodeEntity } from '../entities/chaincode.entity';
import type { ChainEntity } from '../entities/chain.entity';
import { ChannelEntity } from '../entities/channel.entity';
import { NodeEntity } from '../entities/node.entity';
import type { Store } from '../store';

/** A chain with all its parts and their health, computed from the last observations. */
export interface ObservedChain {
  readonly chain: ChainEntity;
  readonly nodes: readonly NodeEntity[];
  readonly channels: readonly ChannelEntity[];
  readonly chaincodes: readonly ChaincodeEntity[];
  readonly health: Health;
  readonly channelHealth: ReadonlyMap<ChannelId, Health>;
  readonly chaincodeHealth: ReadonlyMap<ChaincodeId, Health>;
}

type Rows = Pick<ObservedChain, 'chain' | 'nodes' | 'channels' | 'chaincodes'>;

function withHealth(rows: Rows): ObservedChain {
  const { chain, nodes, channels, chaincodes } = rows;
  const ofChannels = new Map(channels.map((channel) => [channel.id, channelHealth({ chain, channel, nodes })]));
  const ofChaincodes = new Map(
    chaincodes.flatMap((chaincode): [ChaincodeId, Health][] => {
      const channel = ofChannels.get(chaincode.channelId);
      return channel === undefined ? [] : [[chaincode.id, chaincodeHealth({ chain, channel, chaincode, nodes })]];
    }),
  );
  const health = chainHealth({ chain, nodes, channels: [...ofChannels.values()], chaincodes: [...ofChaincodes.values()] });
  return { ...rows, health, channelHealth: ofChannels, chaincodeHealth: ofChaincodes };
}

/** Several chains in the order of the rows, with one query per kind of part. */
export async function observedChains(store: Store, chains: readonly ChainEntity[]): Promise<ObservedChain[]> {
  if (chains.length === 0) return [];
  const { manager } = store;
  const where = { chainId: In(chains.map(({ id }) => id)) };
  const nodes = await manager.find(NodeEntity, { where, order: { organization: 'ASC', name: 'ASC' } });
  const channels = await manager.find(ChannelEntity, { where, order: { name: 'ASC' } });
  const chaincodes = await manager.find(ChaincodeEntity, { where, order: { name: 'ASC' } });
  return chains.map((chain) => {
    const inChain = <Row extends { chainId: ChainId }>(rows: readonly Row[]): Row[] =>
      rows.filter(({ chainId }) => chainId === chain.id);
    return withHealth({
      chain,
      nodes: inChain(nodes),
      channels: inChain(channels),
      chaincodes: inChain(chaincodes),
    });
  });
}

/** Null if the chain does not exist. */
export async function observedChain(store: Store, chainId: ChainId): Promise<ObservedChain | null> {
  const chain = await store.chains.find(chainId);
  if (chain === null) return null;
  const [observed] = await observedChains(store, [chain]);
  return observed ?? null;
}

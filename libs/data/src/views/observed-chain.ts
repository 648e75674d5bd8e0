import {
  chaincodeHealth,
  type ChaincodeId,
  chainHealth,
  type ChainId,
  channelHealth,
  type ChannelId,
  type ChannelNodes,
  type Health,
} from '@heddle/contracts';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { ChainEntity } from '../entities/chain.entity';
import { ChaincodeEntity } from '../entities/chaincode.entity';
import { ChannelEntity } from '../entities/channel.entity';
import { NodeEntity } from '../entities/node.entity';
import type { Store } from '../store';
import { plainRows } from '../repositories/plain-rows';

const NODE = [
  'id',
  'chainId',
  'name',
  'kind',
  'organization',
  'mspId',
  'desired',
  'state',
  'stateReason',
  'stateObservedAt',
  'pid',
  'startedAt',
  'restarts',
  'cpuPercent',
  'memoryBytes',
  'blockHeights',
  'lostLedgers',
  'logLevel',
] as const satisfies (keyof NodeEntity)[];
const CHANNEL = [
  'id',
  'chainId',
  'name',
  'state',
  'stateReason',
  'height',
  'observed',
] as const satisfies (keyof ChannelEntity)[];
const CHAINCODE = [
  'id',
  'chainId',
  'channelId',
  'name',
  'state',
  'stateReason',
  'committedDefinitionId',
] as const satisfies (keyof ChaincodeEntity)[];

/** The columns of a chain that its health depends on. */
export type ObservedChainRow = Pick<ChainEntity, 'id' | 'name' | 'state' | 'stateReason'>;
export type ObservedNodeRow = Pick<NodeEntity, (typeof NODE)[number]>;
export type ObservedChannelRow = Pick<ChannelEntity, (typeof CHANNEL)[number]>;
export type ObservedChaincodeRow = Pick<ChaincodeEntity, (typeof CHAINCODE)[number]>;

/** A chain with all its parts and their health, computed from the last observations. */
export interface ObservedChain<Chain extends ObservedChainRow = ChainEntity> {
  readonly chain: Chain;
  /** Ordered by organization and name; the other parts by name. */
  readonly nodes: readonly ObservedNodeRow[];
  readonly channels: readonly ObservedChannelRow[];
  readonly chaincodes: readonly ObservedChaincodeRow[];
  readonly health: Health;
  /** Orderers and peers of each channel. */
  readonly channelNodes: ReadonlyMap<ChannelId, ChannelNodes>;
  readonly channelHealth: ReadonlyMap<ChannelId, Health>;
  readonly chaincodeHealth: ReadonlyMap<ChaincodeId, Health>;
}

type Rows<Chain extends ObservedChainRow> = Pick<
  ObservedChain<Chain>,
  'chain' | 'nodes' | 'channels' | 'channelNodes' | 'chaincodes'
>;

function withHealth<Chain extends ObservedChainRow>(rows: Rows<Chain>): ObservedChain<Chain> {
  const { chain, nodes, channels, channelNodes, chaincodes } = rows;
  const ofChannels = new Map(
    channels.map((channel) => {
      const members = channelNodes.get(channel.id) ?? {};
      return [channel.id, channelHealth({ chain, channel: { ...channel, nodes: members }, nodes })];
    }),
  );
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
export async function observedChains<Chain extends ObservedChainRow>(
  store: Store,
  chains: readonly Chain[],
): Promise<ObservedChain<Chain>[]> {
  if (chains.length === 0) return [];
  const { manager } = store;
  const chainIds = chains.map(({ id }) => id);
  const ofChains = (query: SelectQueryBuilder<ObjectLiteral>) => query.where('row.chainId IN (:...chainIds)', { chainIds });
  const chaincodes = await plainRows(manager, ChaincodeEntity, CHAINCODE, (query) => ofChains(query).orderBy('row.name'));
  const channels = await plainRows(manager, ChannelEntity, CHANNEL, (query) => ofChains(query).orderBy('row.name'));
  const channelNodes = await store.channelNodes.ofChains(chainIds);
  const nodes = await plainRows(manager, NodeEntity, NODE, (query) =>
    ofChains(query).orderBy('row.organization').addOrderBy('row.name'),
  );
  const byChain = <Row extends { chainId: ChainId }>(rows: readonly Row[]) => Map.groupBy(rows, ({ chainId }) => chainId);
  const parts = { nodes: byChain(nodes), channels: byChain(channels), chaincodes: byChain(chaincodes) };
  return chains.map((chain) =>
    withHealth({
      chain,
      nodes: parts.nodes.get(chain.id) ?? [],
      channels: parts.channels.get(chain.id) ?? [],
      channelNodes,
      chaincodes: parts.chaincodes.get(chain.id) ?? [],
    }),
  );
}

/** Null if the chain does not exist. */
export async function observedChain(store: Store, chainId: ChainId): Promise<ObservedChain | null> {
  const chain = await store.chains.find(chainId);
  if (chain === null) return null;
  const [observed] = await observedChains(store, [chain]);
  return observed ?? null;
}

import { chainScope, channelScope, HEALTHY, type ActiveOperation, type Channel, type Health } from '@heddle/contracts';
import { RowNotFoundError } from '../data-error';
import type { ChannelEntity } from '../entities/channel.entity';
import type { NodeEntity } from '../entities/node.entity';
import type { Store } from '../store';
import { activeOperations, holderOf } from './active-operation';
import { observedChain } from './observed-chain';
import { channelStatus } from './seen-status';

export interface ChannelFacts {
  /** Nodes of the chain, including the channel's peers. */
  nodes: readonly NodeEntity[];
  chaincodes: number;
  health: Health;
  /** The operation on the channel, or on the whole chain. */
  operation: ActiveOperation | null;
}

export function toChannel(row: ChannelEntity, { nodes, chaincodes, health, operation }: ChannelFacts): Channel {
  const { id, chainId, name, height, revision, createdAt } = row;
  const peers = nodes.filter(({ kind }) => kind === 'peer');
  return {
    id,
    chainId,
    name,
    status: channelStatus(row, health),
    health,
    height,
    members: row.organizations.map((organization) => {
      const own = peers.filter((peer) => peer.organization === organization);
      return {
        organization,
        mspId: own[0]?.mspId ?? organization,
        peers: own.map((peer) => ({ name: peer.name, height: peer.blockHeights[name] ?? null })),
        anchorPeers: row.anchorPeers[organization] ?? [],
      };
    }),
    chaincodes,
    operationId: operation?.scope === channelScope(id) ? operation.id : null,
    operation,
    revision,
    createdAt,
  };
}

/** Views of channels of one chain. @throws RowNotFoundError if the chain does not exist */
export async function channelViews(store: Store, rows: readonly ChannelEntity[]): Promise<Channel[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const observed = await observedChain(store, first.chainId);
  if (observed === null) throw new RowNotFoundError('chain', first.chainId);
  const { nodes, chaincodes, channelHealth } = observed;
  const scopes = [chainScope(first.chainId), ...rows.map(({ id }) => channelScope(id))];
  const active = await activeOperations(store, scopes);
  return rows.map((row) =>
    toChannel(row, {
      nodes,
      chaincodes: chaincodes.filter(({ channelId }) => channelId === row.id).length,
      health: channelHealth.get(row.id) ?? HEALTHY,
      operation: holderOf(active, { scope: channelScope(row.id), chainId: row.chainId }),
    }),
  );
}

export async function channelView(store: Store, row: ChannelEntity): Promise<Channel> {
  const [view] = await channelViews(store, [row]);
  if (view === undefined) throw new RowNotFoundError('channel', row.id);
  return view;
}

import { chainScope, channelScope, HEALTHY, type ActiveOperation, type Channel, type ChannelNodes, type Health } from '@heddle/contracts';
import { RowNotFoundError } from '../data-error';
import type { ChannelEntity } from '../entities/channel.entity';
import type { Store } from '../store';
import { activeOperations, holderOf } from './active-operation';
import { observedChain, type ObservedNodeRow } from './observed-chain';
import { channelStatus } from './seen-status';

export interface ChannelFacts {
  /** Nodes of the chain. */
  nodes: readonly ObservedNodeRow[];
  /** The orderers and peers among them that belong to the channel. */
  members: ChannelNodes;
  chaincodes: number;
  health: Health;
  /** The operation on the channel, or on the whole chain. */
  operation: ActiveOperation | null;
}

export function toChannel(row: ChannelEntity, { nodes, members, chaincodes, health, operation }: ChannelFacts): Channel {
  const { id, chainId, name, height, revision, createdAt } = row;
  const own = nodes.flatMap((node) => {
    const state = members[node.name];
    return state === undefined ? [] : [{ node, state }];
  });
  return {
    id,
    chainId,
    name,
    status: channelStatus(row, health),
    health,
    height,
    orderers: own.filter(({ node }) => node.kind === 'orderer').map(({ node, state }) => ({ name: node.name, state })),
    members: row.organizations.map((organization) => {
      const peers = own.filter(({ node }) => node.kind === 'peer' && node.organization === organization);
      return {
        organization,
        mspId: nodes.find((node) => node.organization === organization)?.mspId ?? organization,
        peers: peers.map(({ node, state }) => ({ name: node.name, state, height: node.blockHeights[name] ?? null })),
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
  const { nodes, channelNodes, chaincodes, channelHealth } = observed;
  const scopes = [chainScope(first.chainId), ...rows.map(({ id }) => channelScope(id))];
  const active = await activeOperations(store, scopes);
  return rows.map((row) =>
    toChannel(row, {
      nodes,
      members: channelNodes.get(row.id) ?? {},
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

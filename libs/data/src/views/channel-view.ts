import type { Channel } from '@heddle/contracts';
import type { ChannelEntity } from '../entities/channel.entity';
import type { NodeEntity } from '../entities/node.entity';
import { statusOf } from '../entities/observed';
import type { Store } from '../store';

export interface ChannelFacts {
  /** Nodes of the chain; the channel's peers are found among them. */
  nodes: readonly NodeEntity[];
  chaincodes: number;
  operationId: string | null;
}

export function toChannel(row: ChannelEntity, { nodes, chaincodes, operationId }: ChannelFacts): Channel {
  const { id, chainId, name, height, revision, createdAt } = row;
  const peers = nodes.filter(({ kind }) => kind === 'peer');
  return {
    id,
    chainId,
    name,
    status: statusOf(row),
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
    operationId,
    revision,
    createdAt,
  };
}

/** Views of channels of one chain. */
export async function channelViews(store: Store, rows: readonly ChannelEntity[]): Promise<Channel[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const nodes = await store.nodes.ofChain(first.chainId);
  const chaincodes = await store.chaincodes.ofChain(first.chainId);
  const holders = await store.scopes.holders(rows.map(({ id }) => `channel:${id}`));
  return rows.map((row) =>
    toChannel(row, {
      nodes,
      chaincodes: chaincodes.filter(({ channelId }) => channelId === row.id).length,
      operationId: holders.get(`channel:${row.id}`) ?? null,
    }),
  );
}

export async function channelView(store: Store, row: ChannelEntity): Promise<Channel> {
  const chaincodes = await store.chaincodes.ofChannel(row.id);
  return toChannel(row, {
    nodes: await store.nodes.ofChain(row.chainId),
    chaincodes: chaincodes.length,
    operationId: await store.scopes.holder(`channel:${row.id}`),
  });
}

import { type Chain, type ChainState, chainWarnings } from '@heddle/contracts';
import type { ChainEntity } from '../entities/chain.entity';
import { statusOf } from '../entities/observed';
import type { Store } from '../store';

type Action = Chain['allowedActions'][number];

const ACTIONS: Readonly<Record<ChainState, readonly Action[]>> = {
  defined: ['release'],
  provisioning: ['release'],
  running: ['stop', 'release', 'createChannel'],
  degraded: ['stop', 'release', 'createChannel'],
  updating: ['stop', 'release', 'createChannel'],
  stopped: ['start', 'release'],
  failed: ['start', 'stop', 'release'],
  unreachable: ['start', 'stop', 'release'],
  releasing: ['release'],
  released: ['delete'],
};

/** What a person may do with the chain now: nothing while an operation holds all of it. */
export const chainActions = (state: ChainState, operationId: string | null): Action[] =>
  operationId === null ? [...ACTIONS[state]] : [];

export interface ChainFacts {
  channels: number;
  /** The unfinished operation that holds the chain. */
  operationId: string | null;
}

export function toChain(row: ChainEntity, { channels, operationId }: ChainFacts): Chain {
  const { id, name, description, runtime, cluster, spec, revision, createdAt, updatedAt } = row;
  return {
    id,
    name,
    description,
    runtime,
    cluster,
    spec,
    status: statusOf(row),
    counts: {
      organizations: spec.organizations.length + 1,
      orderers: spec.ordering.orderers,
      peers: spec.organizations.reduce((sum, organization) => sum + organization.peers, 0),
      channels,
    },
    warnings: chainWarnings(spec),
    allowedActions: chainActions(row.state, operationId),
    operationId,
    revision,
    createdAt,
    updatedAt,
  };
}

/** Views of several chains, with few queries. */
export async function chainViews(store: Store, rows: readonly ChainEntity[]): Promise<Chain[]> {
  const channels = await store.channels.countByChain(rows.map(({ id }) => id));
  const holders = await store.scopes.holders(rows.map(({ id }) => `chain:${id}`));
  return rows.map((row) =>
    toChain(row, {
      channels: channels.get(row.id) ?? 0,
      operationId: holders.get(`chain:${row.id}`) ?? null,
    }),
  );
}

export async function chainView(store: Store, row: ChainEntity): Promise<Chain> {
  const channels = await store.channels.countByChain([row.id]);
  return toChain(row, {
    channels: channels.get(row.id) ?? 0,
    operationId: await store.scopes.holder(`chain:${row.id}`),
  });
}

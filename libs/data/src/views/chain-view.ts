import { assertNever, type Chain, type ChainState, chainWarnings } from '@heddle/contracts';
import type { ChainEntity } from '../entities/chain.entity';
import { statusOf } from '../entities/observed';
import type { Store } from '../store';

type Action = Chain['allowedActions'][number];

function actionsOf(state: ChainState): Action[] {
  switch (state) {
    case 'running':
    case 'degraded':
    case 'updating':
      return ['stop', 'release', 'createChannel'];
    case 'stopped':
      return ['start', 'release'];
    case 'failed':
    case 'unreachable':
      return ['start', 'stop', 'release'];
    case 'defined':
      return ['release'];
    case 'released':
      return ['delete'];
    case 'provisioning':
    case 'releasing':
      return ['release'];
    default:
      return assertNever(state);
  }
}

/** What a person may do with the chain now: nothing while an operation holds all of it. */
export const chainActions = (state: ChainState, operationId: string | null): Action[] =>
  operationId === null ? actionsOf(state) : [];

export interface ChainFacts {
  channels: number;
  /** The unfinished operation that holds the chain. */
  operationId: string | null;
}

export function toChain(row: ChainEntity, { channels, operationId }: ChainFacts): Chain {
  const { id, name, description, runtime, spec, revision, createdAt, updatedAt } = row;
  return {
    id,
    name,
    description,
    runtime,
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

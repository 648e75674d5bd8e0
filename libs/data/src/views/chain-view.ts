import {
  type ActiveOperation,
  type Chain,
  chainScope,
  type ChainState,
  ordererWarnings,
  type Health,
} from '@heddle/contracts';
import { RowNotFoundError } from '../data-error';
import { requestedInventory } from '@heddle/topology';
import type { ChainEntity } from '../entities/chain.entity';
import type { NodeEntity } from '../entities/node.entity';
import type { Store } from '../store';
import { activeOperations } from './active-operation';
import { observedChains } from './observed-chain';
import { chainStatus } from './seen-status';

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

/** The actions that the chain allows now: none while an operation holds the whole chain. */
export const chainActions = (state: ChainState, operationId: string | null): Action[] =>
  operationId === null ? [...ACTIONS[state]] : [];

export interface ChainFacts {
  nodes: readonly Pick<NodeEntity, 'kind'>[];
  channels: number;
  health: Health;
  /** The unfinished operation that holds the chain. */
  operation: ActiveOperation | null;
}

export function toChain(row: ChainEntity, { nodes, channels, health, operation }: ChainFacts): Chain {
  const operationId = operation?.id ?? null;
  const counts = countsOf(row, nodes);
  const { id, name, description, runtime, cluster, spec, revision, createdAt, updatedAt } = row;
  return {
    id,
    name,
    description,
    runtime,
    cluster,
    spec,
    status: chainStatus(row, health),
    health,
    counts: { organizations: spec.organizations.length + 1, ...counts, channels },
    warnings: ordererWarnings(counts.orderers),
    allowedActions: chainActions(row.state, operationId),
    operationId,
    operation,
    revision,
    createdAt,
    updatedAt,
  };
}

/** Before the nodes are planned, and after they are released: those that were asked for. */
function countsOf({ spec }: ChainEntity, nodes: readonly Pick<NodeEntity, 'kind'>[]): Pick<Chain['counts'], 'orderers' | 'peers'> {
  const planned = nodes.length > 0 ? nodes : requestedInventory(spec).nodes;
  const count = (wanted: NodeEntity['kind']) => planned.filter(({ kind }) => kind === wanted).length;
  return { orderers: count('orderer'), peers: count('peer') };
}

/** Views of several chains in few queries. */
export async function chainViews(store: Store, rows: readonly ChainEntity[]): Promise<Chain[]> {
  const observed = await observedChains(store, rows);
  const active = await activeOperations(
    store,
    rows.map(({ id }) => chainScope(id)),
  );
  return observed.map(({ chain, nodes, channels, health }) =>
    toChain(chain, { nodes, channels: channels.length, health, operation: active.get(chainScope(chain.id)) ?? null }),
  );
}

export async function chainView(store: Store, row: ChainEntity): Promise<Chain> {
  const [view] = await chainViews(store, [row]);
  if (view === undefined) throw new RowNotFoundError('chain', row.id);
  return view;
}

import { type ApiError, beginSnapshot, type Entities, noEntities, remove, takeSnapshot, upsert } from '@heddle/client';
import { assertNever, type Chain, type Chaincode, type Channel, type LivePayload, type Node, type Operation } from '@heddle/contracts';
import { LOADING, READY, failedLoad, type Load } from '../load';
import { withMeasurements, type Measurements } from './measurements';

/** One chain and everything that belongs to it, from the chain's room. */
export interface ChainState {
  load: Load;
  chains: Entities<Chain>;
  nodes: Entities<Node>;
  channels: Entities<Channel>;
  chaincodes: Entities<Chaincode>;
  /** What was measured of the nodes, which may be newer than their revisions here. */
  measurements: Measurements;
  /** Operations that held something when the snapshot was taken. */
  heldBy: ReadonlySet<string>;
  /** Operations as they were announced since then: the entities that they take and leave are not. */
  operations: ReadonlyMap<string, Operation>;
}

export interface ChainSnapshot {
  chain: Chain;
  nodes: readonly Node[];
  channels: readonly Channel[];
  chaincodes: readonly Chaincode[];
}

export type ChainAction =
  | { type: 'loading' }
  | { type: 'loaded'; snapshot: ChainSnapshot }
  | { type: 'failed'; error: ApiError }
  | { type: 'chain'; chain: Chain }
  | { type: 'node'; node: Node }
  | { type: 'channel'; channel: Channel }
  | { type: 'chaincode'; chaincode: Chaincode }
  | { type: 'live'; payload: LivePayload };

export const noChain: ChainState = {
  load: LOADING,
  chains: noEntities(),
  nodes: noEntities(),
  channels: noEntities(),
  chaincodes: noEntities(),
  measurements: new Map(),
  heldBy: new Set(),
  operations: new Map(),
};

export function reduceChain(state: ChainState, action: ChainAction): ChainState {
  switch (action.type) {
    case 'loading':
      return {
        ...state,
        chains: beginSnapshot(state.chains),
        nodes: beginSnapshot(state.nodes),
        channels: beginSnapshot(state.channels),
        chaincodes: beginSnapshot(state.chaincodes),
        operations: new Map(),
      };
    case 'loaded':
      return { ...state, ...loaded(state, action.snapshot) };
    case 'failed':
      return { ...state, load: failedLoad(state.load, action.error) };
    case 'chain':
      return { ...state, chains: upsert(state.chains, action.chain) };
    case 'node':
      return { ...state, nodes: upsert(state.nodes, action.node) };
    case 'channel':
      return { ...state, channels: upsert(state.channels, action.channel) };
    case 'chaincode':
      return { ...state, chaincodes: upsert(state.chaincodes, action.chaincode) };
    case 'live':
      return live(state, action.payload);
    default:
      return assertNever(action);
  }
}

function loaded(
  state: ChainState,
  { chain, nodes, channels, chaincodes }: ChainSnapshot,
): Omit<ChainState, 'measurements' | 'operations'> {
  const held = [chain, ...channels, ...chaincodes].flatMap(({ operationId }) => operationId ?? []);
  return {
    load: READY,
    heldBy: new Set(held),
    chains: takeSnapshot(state.chains, [chain]),
    nodes: takeSnapshot(state.nodes, nodes),
    channels: takeSnapshot(state.channels, channels),
    chaincodes: takeSnapshot(state.chaincodes, chaincodes),
  };
}

function live(state: ChainState, payload: LivePayload): ChainState {
  switch (payload.topic) {
    case 'chain':
      return reduceChain(state, { type: 'chain', chain: payload.chain });
    case 'node':
      return reduceChain(state, { type: 'node', node: payload.node });
    case 'channel':
      return reduceChain(state, { type: 'channel', channel: payload.channel });
    case 'chaincode':
      return reduceChain(state, { type: 'chaincode', chaincode: payload.chaincode });
    case 'removed':
      return removed(state, payload);
    case 'operation':
      return { ...state, operations: new Map(state.operations).set(payload.operation.id, payload.operation) };
    case 'operation.event':
      return state;
    case 'node.measurements':
      return { ...state, measurements: withMeasurements(state.measurements, payload.node) };
    default:
      return assertNever(payload);
  }
}

function removed(state: ChainState, gone: Extract<LivePayload, { topic: 'removed' }>): ChainState {
  switch (gone.entity) {
    case 'chain':
      return { ...state, chains: remove(state.chains, gone) };
    case 'node':
      return { ...state, nodes: remove(state.nodes, gone) };
    case 'channel':
      return { ...state, channels: remove(state.channels, gone) };
    case 'chaincode':
      return { ...state, chaincodes: remove(state.chaincodes, gone) };
    default:
      return assertNever(gone.entity);
  }
}

import { assertNever, type Chain, type Chaincode, type Channel, type LivePayload, type Node } from '@heddle/contracts';
import type { ApiError } from '../../core/api/api-error';
import { beginSnapshot, noEntities, remove, takeSnapshot, upsert, type Entities } from '../../live/entities';
import { LOADING, READY, failedLoad, type Load } from '../load';

/** One chain and everything that belongs to it, from the chain's room. */
export interface ChainState {
  load: Load;
  chains: Entities<Chain>;
  nodes: Entities<Node>;
  channels: Entities<Channel>;
  chaincodes: Entities<Chaincode>;
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
      };
    case 'loaded':
      return loaded(state, action.snapshot);
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

function loaded(state: ChainState, { chain, nodes, channels, chaincodes }: ChainSnapshot): ChainState {
  return {
    load: READY,
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
    case 'operation.event':
      return state;
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

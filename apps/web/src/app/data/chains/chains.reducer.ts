import { type ApiError, beginSnapshot, type Entities, entityOf, noEntities, remove, takeSnapshot, upsert } from '@heddle/client';
import { assertNever, type Chain, type LivePayload, type Page } from '@heddle/contracts';
import { LOADING, READY, failedLoad, type Load } from '../load';

/** The list of chains as one page after another showed it; live rows change in place and never reorder. */
export interface ChainsState {
  load: Load;
  chains: Entities<Chain>;
  /** Ids in the server's order. */
  order: readonly string[];
  nextCursor: string | null;
  total: number | null;
  /** Chains that appeared since the list was loaded. */
  arrivals: readonly string[];
}

export type ChainsAction =
  | { type: 'loading' }
  | { type: 'loaded'; page: Page<Chain> }
  | { type: 'more'; page: Page<Chain> }
  | { type: 'failed'; error: ApiError }
  | { type: 'live'; payload: LivePayload };

export const noChains: ChainsState = {
  load: LOADING,
  chains: noEntities(),
  order: [],
  nextCursor: null,
  total: null,
  arrivals: [],
};

export function reduceChains(state: ChainsState, action: ChainsAction): ChainsState {
  switch (action.type) {
    case 'loading':
      return { ...state, chains: beginSnapshot(state.chains) };
    case 'loaded':
      return {
        ...taken(state, action.page, takeSnapshot(state.chains, action.page.items)),
        order: action.page.items.map(({ id }) => id),
        arrivals: [],
      };
    case 'more': {
      const next = taken(state, action.page, action.page.items.reduce(upsert, state.chains));
      return { ...next, order: [...new Set([...state.order, ...action.page.items.map(({ id }) => id)])] };
    }
    case 'failed':
      return { ...state, load: failedLoad(state.load, action.error) };
    case 'live':
      return live(state, action.payload);
    default:
      return assertNever(action);
  }
}

function taken(state: ChainsState, page: Page<Chain>, chains: Entities<Chain>): ChainsState {
  return { ...state, load: READY, chains, nextCursor: page.nextCursor, total: page.total ?? null };
}

function live(state: ChainsState, payload: LivePayload): ChainsState {
  if (payload.topic === 'removed' && payload.entity === 'chain') {
    const arrivals = state.arrivals.filter((id) => id !== payload.id);
    return { ...state, chains: remove(state.chains, payload), arrivals };
  }
  if (payload.topic !== 'chain') return state;
  const { chain } = payload;
  const chains = upsert(state.chains, chain);
  const isNew =
    !state.order.includes(chain.id) && !state.arrivals.includes(chain.id) && entityOf(chains, chain.id) !== null;
  return { ...state, chains, arrivals: isNew ? [...state.arrivals, chain.id] : state.arrivals };
}

export function chainsInOrder(state: ChainsState): Chain[] {
  return state.order.flatMap((id) => entityOf(state.chains, id) ?? []);
}

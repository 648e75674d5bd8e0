import type { ApiError } from '@heddle/client';
import { assertNever, type LivePayload, type Operation, type Page } from '@heddle/contracts';
import { LOADING, READY, failedLoad, type Load } from '../load';
import { isOlder, withEvent } from '../operation/operation.reducer';

/** Operations as the server listed them; live rows change in place, newcomers are counted. */
export interface OperationsState {
  load: Load;
  operations: readonly Operation[];
  nextCursor: string | null;
  arrivals: readonly string[];
}

export type OperationsAction =
  | { type: 'loaded'; page: Page<Operation> }
  | { type: 'more'; page: Page<Operation> }
  | { type: 'failed'; error: ApiError }
  | { type: 'live'; payload: LivePayload };

export const noOperations: OperationsState = { load: LOADING, operations: [], nextCursor: null, arrivals: [] };

export function reduceOperations(state: OperationsState, action: OperationsAction): OperationsState {
  switch (action.type) {
    case 'loaded':
      return {
        load: READY,
        operations: action.page.items.map((operation) => newest(state.operations, operation)),
        nextCursor: action.page.nextCursor,
        arrivals: [],
      };
    case 'more': {
      const known = new Set(state.operations.map(({ id }) => id));
      const fresh = action.page.items.filter(({ id }) => !known.has(id));
      return { ...state, operations: [...state.operations, ...fresh], nextCursor: action.page.nextCursor };
    }
    case 'failed':
      return { ...state, load: failedLoad(state.load, action.error) };
    case 'live':
      return live(state, action.payload);
    default:
      return assertNever(action);
  }
}

function newest(held: readonly Operation[], operation: Operation): Operation {
  const known = held.find(({ id }) => id === operation.id);
  return known !== undefined && isOlder(operation, known) ? known : operation;
}

function live(state: OperationsState, payload: LivePayload): OperationsState {
  if (payload.topic === 'operation.event') {
    return { ...state, operations: state.operations.map((operation) => withEvent(operation, payload.event)) };
  }
  if (payload.topic !== 'operation') return state;
  const { operation } = payload;
  if (state.operations.some(({ id }) => id === operation.id)) {
    const operations = state.operations.map((held) =>
      held.id === operation.id && !isOlder(operation, held) ? operation : held,
    );
    return { ...state, operations };
  }
  return state.arrivals.includes(operation.id) ? state : { ...state, arrivals: [...state.arrivals, operation.id] };
}

import type { ApiError } from '@heddle/client';
import {
  assertNever,
  UNFINISHED_STATES,
  type LivePayload,
  type Operation,
  type OperationEvent,
} from '@heddle/contracts';
import { LOADING, READY, failedLoad, type Load } from '../load';

/** One operation with the events that are known of it. */
export interface OperationState {
  load: Load;
  operation: Operation | null;
  /** By sequence, ascending, without doubles. */
  events: readonly OperationEvent[];
}

export type OperationAction =
  | { type: 'operation'; operation: Operation }
  | { type: 'events'; events: readonly OperationEvent[] }
  | { type: 'failed'; error: ApiError }
  | { type: 'live'; payload: LivePayload };

export const noOperation: OperationState = { load: LOADING, operation: null, events: [] };

export function isUnfinished(operation: Operation): boolean {
  return UNFINISHED_STATES.some((state) => state === operation.state);
}

/** A manual retry begins a new attempt; within an attempt, the event sequence shows which answer is later. */
export function isOlder(candidate: Operation, held: Operation): boolean {
  if (candidate.attempt !== held.attempt) return candidate.attempt < held.attempt;
  return candidate.asOfSeq < held.asOfSeq;
}

export function reduceOperation(state: OperationState, action: OperationAction): OperationState {
  switch (action.type) {
    case 'operation':
      return withOperation({ ...state, load: READY }, action.operation);
    case 'events':
      return { ...state, events: merged(state.events, action.events) };
    case 'failed':
      return { ...state, load: failedLoad(state.load, action.error) };
    case 'live':
      return live(state, action.payload);
    default:
      return assertNever(action);
  }
}

function live(state: OperationState, payload: LivePayload): OperationState {
  if (payload.topic === 'operation') return withOperation(state, payload.operation);
  if (payload.topic !== 'operation.event') return state;
  const { event } = payload;
  const events = merged(state.events, [event]);
  return { ...state, events, operation: state.operation === null ? null : withEvent(state.operation, event) };
}

function withOperation(state: OperationState, operation: Operation): OperationState {
  if (state.operation !== null && isOlder(operation, state.operation)) return state;
  return { ...state, operation };
}

/** Events are self-contained: the newest one has the state of the operation and of its step. */
export function withEvent(operation: Operation, event: OperationEvent): Operation {
  if (event.operationId !== operation.id || event.seq <= operation.asOfSeq) return operation;
  const steps = operation.steps.map((step) => {
    if (step.name !== event.step || event.stepState === null) return step;
    const ended = event.stepState !== 'running' && event.stepState !== 'retrying' && event.stepState !== 'pending';
    return {
      ...step,
      state: event.stepState,
      startedAt: step.startedAt ?? event.at,
      finishedAt: ended ? (step.finishedAt ?? event.at) : null,
    };
  });
  return { ...operation, steps, state: event.state, progress: event.progress, asOfSeq: event.seq };
}

function merged(held: readonly OperationEvent[], more: readonly OperationEvent[]): readonly OperationEvent[] {
  const last = held.at(-1)?.seq ?? 0;
  if (more.every((event, index) => event.seq === last + index + 1))
    return more.length === 0 ? held : [...held, ...more];
  const bySeq = new Map([...held, ...more].map((event) => [event.seq, event]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** Last sequence without a hole before it: from there on events are asked for. */
export function contiguousSeq(events: readonly OperationEvent[]): number {
  let last = 0;
  for (const { seq } of events) {
    if (seq !== last + 1) return last;
    last = seq;
  }
  return last;
}

import fc from 'fast-check';
import type { OperationEvent } from '@heddle/contracts';
import { type Operation } from '@heddle/contracts';
import { eventOf, operationOf } from '../../../testing/builders';
import { contiguousSeq, noOperation, reduceOperation, type OperationState } from './operation.reducer';

const live = (state: OperationState, event: OperationEvent) =>
  reduceOperation(state, { type: 'live', payload: { topic: 'operation.event', event } });
const holding = (operation: Operation) => reduceOperation(noOperation, { type: 'operation', operation });

describe('reduceOperation', () => {
  it('updates operation and step from events', () => {
    const running = live(holding(operationOf()), eventOf(1, { step: 'plan', stepState: 'running', state: 'running' }));
    expect(running.operation).toMatchObject({ state: 'running', asOfSeq: 1 });
    expect(running.operation?.steps[0]).toMatchObject({ state: 'running', startedAt: eventOf(1).at, finishedAt: null });
    const done = live(running, eventOf(2, { step: 'plan', stepState: 'succeeded', progress: 0.5 }));
    expect(done.operation?.steps[0]).toMatchObject({ state: 'succeeded', finishedAt: eventOf(2).at });
    expect(done.operation?.progress).toBe(0.5);
  });

  it('keeps an answer that is older than what is shown from going back', () => {
    const state = live(holding(operationOf()), eventOf(5, { state: 'running' }));
    expect(reduceOperation(state, { type: 'operation', operation: operationOf({ asOfSeq: 3 }) }).operation?.state).toBe(
      'running',
    );
  });

  it('takes a manual retry over everything of the attempt before', () => {
    const failed = holding(operationOf({ state: 'failed', asOfSeq: 9, attempt: 1 }));
    const retried = reduceOperation(failed, {
      type: 'operation',
      operation: operationOf({ state: 'queued', asOfSeq: 9, attempt: 2 }),
    });
    expect(retried.operation?.state).toBe('queued');
  });

  it('holds every event once and in order, however they come', () => {
    const events = Array.from({ length: 12 }, (_, index) => eventOf(index + 1, { progress: (index + 1) / 12 }));
    const arrivals = fc
      .tuple(fc.shuffledSubarray(events, { minLength: 12 }), fc.array(fc.constantFrom(...events)))
      .map(([all, doubles]) => [...doubles, ...all]);
    fc.assert(
      fc.property(arrivals, (arriving) => {
        const state = arriving.reduce(live, holding(operationOf()));
        expect(state.events).toEqual(events);
        expect(state.operation).toMatchObject({ progress: 1, asOfSeq: 12 });
      }),
      { seed: 20261123 },
    );
  });

  it('asks on from the last event before a hole', () => {
    expect(contiguousSeq([eventOf(1), eventOf(2), eventOf(4)])).toBe(2);
  });
});

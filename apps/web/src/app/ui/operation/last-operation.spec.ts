import { signal } from '@angular/core';
import { operationId } from '../../../testing/builders';
import { lastOperation, type OperatedOn } from './last-operation';

describe('the operation in view', () => {
  it('stays when it ended, and goes with its thing', () => {
    const thing = signal<OperatedOn>({ id: 'a', operationId: null });
    const shown = lastOperation(thing);
    expect(shown()).toBeNull();
    thing.set({ id: 'a', operationId });
    expect(shown()).toBe(operationId);
    thing.set({ id: 'a', operationId: null });
    expect(shown()).toBe(operationId);
    thing.set({ id: 'b', operationId: null });
    expect(shown()).toBeNull();
  });
});

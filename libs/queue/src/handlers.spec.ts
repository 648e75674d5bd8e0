import { defineOperation, step } from './define-operation';
import { assertHandlersComplete, HandlersIncompleteError } from './handlers';
import { handlersWith } from './testing/worker-handlers';

const nothing = step('a', { weight: 1 }, () => Promise.resolve());

describe('handlers', () => {
  it('are complete when each kind has one', () => {
    expect(() => assertHandlersComplete(handlersWith())).not.toThrow();
  });

  it('stop the start when one is missing, and name it', () => {
    const rest = Object.fromEntries(Object.entries(handlersWith()).filter(([kind]) => kind !== 'chain.create'));
    expect(() => assertHandlersComplete(rest)).toThrow(HandlersIncompleteError);
    expect(() => assertHandlersComplete(rest)).toThrow(/chain\.create/);
  });

  it('need steps with unique names', () => {
    expect(() => defineOperation('chain.start', { steps: [] })).toThrow(TypeError);
    expect(() => defineOperation('chain.start', { steps: [nothing, nothing] })).toThrow(/a, a/);
  });
});

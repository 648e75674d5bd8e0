import { rollUp } from './roll-up';

const node = (name: string, state: 'running' | 'crashed') => ({ name, state, stateReason: null });

describe('rollUp', () => {
  it('is running when every node is', () => {
    expect(rollUp([node('a', 'running'), node('b', 'running')])).toEqual({ state: 'running', reason: null });
  });
  it('is degraded and names the node that is not well', () => {
    expect(rollUp([node('a', 'running'), node('b', 'crashed')])).toEqual({
      state: 'degraded',
      reason: 'b is crashed',
    });
  });
  it('is unreachable when no node is well', () => {
    expect(rollUp([node('a', 'crashed')]).state).toBe('unreachable');
  });
});

import { CHAIN_STATES, type ChainState } from '@heddle/contracts';
import { ChainEntity } from '@heddle/data';
import { assertRunning, assertStarted } from './chain-rules';

const inState = (state: ChainState): ChainEntity => Object.assign(new ChainEntity(), { name: 'orders', state });

const allows = (rule: (chain: ChainEntity) => void, state: ChainState): boolean => {
  try {
    rule(inState(state));
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_state', message: expect.stringContaining(state) as string });
    return false;
  }
};

describe('a request to a chain', () => {
  it.each([
    ['a new definition', assertRunning, ['running', 'degraded', 'updating']],
    ['its ledger or a restart', assertStarted, ['running', 'degraded', 'updating', 'unreachable']],
  ])('for %s is allowed in these states only', (_what, rule, states) => {
    expect(CHAIN_STATES.filter((state) => allows(rule, state))).toEqual(states);
  });
});

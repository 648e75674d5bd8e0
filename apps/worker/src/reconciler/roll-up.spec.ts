import { rollUp, type SeenNode } from './roll-up';

const node = (name: string, state: SeenNode['state'], more: Partial<SeenNode> = {}): SeenNode => ({
  name,
  kind: 'peer',
  state,
  stateReason: null,
  ...more,
});

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
  it('says why a node is not well', () => {
    const seen = [node('a', 'running'), node('b', 'starting', { stateReason: 'grpc port 7051 refuses connections' })];
    expect(rollUp(seen).reason).toBe('b is starting (grpc port 7051 refuses connections)');
  });
  it('is unreachable when no node is well', () => {
    expect(rollUp([node('a', 'crashed')]).state).toBe('unreachable');
  });
  it('is degraded when an orderer has lost a channel, and names both', () => {
    const orderer = node('orderer1', 'running', { kind: 'orderer' });
    expect(rollUp([orderer], new Map([['orderer1', ['ch1']]]))).toEqual({
      state: 'degraded',
      reason: 'orderer1 has lost its ledger of ch1: stop and start the chain, then it joins again',
    });
  });
  it('does not mind a chaincode server that a failed deployment holds down, but one that died', () => {
    const server = (state: SeenNode['state']) => node('cc', state, { kind: 'chaincode' });
    expect(rollUp([node('a', 'running'), server('stopped')]).state).toBe('running');
    expect(rollUp([node('a', 'running'), server('crashed')]).state).toBe('degraded');
  });
  it('minds a chaincode server that is held down for a reason', () => {
    const held = node('cc', 'stopped', { kind: 'chaincode', stateReason: 'It does not register.' });
    expect(rollUp([node('a', 'running'), held])).toEqual({
      state: 'degraded',
      reason: 'cc is stopped (It does not register.)',
    });
  });
});

import { chaincodeHealth } from './chaincode-health';
import { chainHealth } from './chain-health';
import { channelHealth } from './channel-health';
import { HEALTHY, type Health } from './health';
import { nodeHealth } from './node-health';
import type { ObservedChain, ObservedChaincode, ObservedNode } from './observed';

const node = (name: string, kind: ObservedNode['kind'], more: Partial<ObservedNode> = {}): ObservedNode => ({
  name,
  kind,
  organization: 'org1',
  state: 'running',
  stateReason: null,
  blockHeights: {},
  lostLedgers: null,
  ...more,
});
const orderers = (...states: ObservedNode['state'][]): ObservedNode[] =>
  states.map((state, index) => node(`orderer${String(index + 1)}`, 'orderer', { organization: 'orderer', state }));
const peer = (name: string, more: Partial<ObservedNode> = {}) => node(name, 'peer', more);
const server = (more: Partial<ObservedNode> = {}) => node('cc-asset-org1-3f2a90c1', 'chaincode', more);

const RUNNING: ObservedChain = { name: 'acme', state: 'running', stateReason: null };
const STOPPED: ObservedChain = { ...RUNNING, state: 'stopped' };
const channel = {
  name: 'ch1',
  state: 'active' as const,
  stateReason: null,
  nodes: {
    ...Object.fromEntries(
      ['orderer1', 'orderer2', 'orderer3', 'peer0', 'peer1', 'a', 'b'].map((name) => [name, 'joined' as const]),
    ),
    joins: 'joining' as const,
    leaves: 'leaving' as const,
  },
  observed: null,
};
const asset: ObservedChaincode = {
  name: 'asset',
  state: 'active',
  stateReason: null,
  committedDefinitionId: '3f2a90c1-0000-4000-8000-000000000000',
};

const codes = ({ reasons }: Health): string[] => reasons.map(({ code }) => code);
const brief = (health: Health) => [health.status, ...codes(health)];

describe('the health of a node', () => {
  it('that runs and has lost a ledger names the channels and the remedy', () => {
    const seen = nodeHealth(peer('peer0', { lostLedgers: ['orders', 'bills'] }));
    expect(brief(seen)).toEqual(['degraded', 'ledger_lost']);
    expect(seen.reasons[0]).toMatchObject({
      params: { node: 'peer0', channels: 'orders, bills' },
      message: 'peer0 has lost its ledger of orders, bills: recreate it',
    });
    expect(nodeHealth(peer('peer0', { lostLedgers: [] }))).toEqual(HEALTHY);
  });

  it.each([
    ['running', null, ['healthy']],
    ['starting', 'grpc port 7051 refuses connections', ['pending', 'node_changing']],
    ['unready', null, ['degraded', 'node_unready']],
    ['crashed', 'exit code 1', ['down', 'node_down']],
    ['unreachable', null, ['down', 'node_down']],
    ['stopped', null, ['stopped', 'node_stopped']],
    ['stopped', 'It does not register.', ['down', 'node_held']],
  ] as const)('that is %s (%s)', (state, stateReason, expected) => {
    expect(brief(nodeHealth(peer('peer0', { state, stateReason })))).toEqual(expected);
  });

  it('names the node and the runtime’s message', () => {
    const [reason] = nodeHealth(peer('peer0', { state: 'crashed', stateReason: 'exit code 1' })).reasons;
    expect(reason).toEqual({
      code: 'node_down',
      params: { node: 'peer0', state: 'crashed', reason: 'exit code 1' },
      message: 'peer0 is crashed (exit code 1)',
    });
  });
});

describe('the health of a channel', () => {
  const of = (nodes: ObservedNode[], chain = RUNNING) => channelHealth({ chain, channel, nodes });

  it('is healthy while its orderers and its peers run', () => {
    expect(of([...orderers('running'), peer('peer0')])).toEqual(HEALTHY);
  });
  it('is stopped with its chain', () => {
    const health = of([...orderers('stopped'), peer('peer0', { state: 'stopped' })], STOPPED);
    expect(health).toMatchObject({ status: 'stopped', reasons: [{ message: 'Chain acme is stopped' }] });
  });
  it('has no leader without a majority of its orderers', () => {
    const health = of([...orderers('running', 'crashed', 'crashed'), peer('peer0')]);
    expect(brief(health)).toEqual(['down', 'no_quorum', 'node_down', 'node_down']);
    expect(health.reasons[0]?.params).toEqual({ channel: 'ch1', running: 1, orderers: 3, needed: 2 });
  });
  it('is degraded while a majority orders', () => {
    expect(brief(of([...orderers('running', 'running', 'crashed'), peer('peer0')]))).toEqual(['degraded', 'node_down']);
  });
  it('is down without peers, degraded without some of them, and ignores peers of other channels', () => {
    const crashed = peer('peer0', { state: 'crashed' });
    expect(brief(of([crashed]))).toEqual(['down', 'no_peer_runs', 'node_down']);
    expect(brief(of([crashed, peer('peer1')]))).toEqual(['degraded', 'node_down']);
    expect(of([peer('peer1'), peer('other', { state: 'crashed' })])).toEqual(HEALTHY);
  });
  it('does not depend on nodes that are joining or leaving it', () => {
    const changing = ['joins', 'leaves'].flatMap((name) => [
      peer(name, { state: 'crashed' }),
      node(name, 'orderer', { state: 'crashed' }),
    ]);
    expect(of([...orderers('running'), peer('peer0', { blockHeights: { ch1: 9 } }), ...changing])).toEqual(HEALTHY);
  });
  it('names a peer that did not join, and one that falls behind', () => {
    const at = (height: number) => ({ blockHeights: { ch1: height } });
    expect(brief(of([peer('a', at(9)), peer('b', { blockHeights: { ch2: 4 } })]))).toEqual([
      'degraded',
      'peer_not_joined',
    ]);
    expect(of([peer('a', at(9)), peer('b')])).toEqual(HEALTHY);
    expect(of([peer('a', at(9)), peer('b', at(8))])).toEqual(HEALTHY);
    expect(of([peer('a', at(900)), peer('b', at(9))])).toEqual(HEALTHY);
    const observed = { leader: null, leaderless: false, behind: { b: 2 } };
    const nodes = [peer('a', at(11)), peer('b', at(9))];
    const behind = channelHealth({ chain: RUNNING, channel: { ...channel, observed }, nodes });
    expect(behind.reasons).toEqual([
      {
        code: 'peer_behind',
        params: { peer: 'b', channel: 'ch1', behind: 2 },
        message: 'b is 2 blocks behind on channel ch1',
      },
    ]);
  });
  it('has no leader when its orderers run and none leads for longer than an election takes', () => {
    const observed = { leader: null, leaderless: true, behind: {} };
    const of = (nodes: ObservedNode[], chain = RUNNING) =>
      brief(channelHealth({ chain, channel: { ...channel, observed }, nodes }));
    expect(of([...orderers('running', 'running', 'running'), peer('peer0')])).toEqual(['down', 'no_leader']);
    expect(of([...orderers('running', 'crashed', 'crashed'), peer('peer0')])).toContain('no_quorum');
    expect(of(orderers('stopped'), STOPPED)).toEqual(['stopped', 'chain_stopped']);
  });
});

describe('the health of a chaincode', () => {
  const of = (nodes: ObservedNode[], more: Partial<ObservedChaincode> = {}, chain = RUNNING) =>
    chaincodeHealth({ chain, channel: HEALTHY, chaincode: { ...asset, ...more }, nodes });

  it('is healthy while its servers run, or when it runs elsewhere', () => {
    expect(of([server()])).toEqual(HEALTHY);
    expect(of([])).toEqual(HEALTHY);
  });
  it('is down without a server, and says why the server is', () => {
    const health = of([server({ state: 'crashed', stateReason: 'exit code 3' })]);
    expect(brief(health)).toEqual(['down', 'no_server_runs', 'node_down']);
    expect(health.reasons[1]?.message).toContain('exit code 3');
  });
  it('ignores servers of other definitions', () => {
    expect(of([server(), node('cc-asset-org1-99999999', 'chaincode', { state: 'crashed' })])).toEqual(HEALTHY);
  });
  it('is stopped with its chain, or on request', () => {
    expect(brief(of([server({ state: 'stopped' })], {}, STOPPED))).toEqual(['stopped', 'chain_stopped']);
    expect(brief(of([server({ state: 'stopped' })], { state: 'stopped' }))).toEqual(['stopped', 'chaincode_stopped']);
  });
  it('is down with its channel', () => {
    const lost = channelHealth({ chain: RUNNING, channel, nodes: [peer('peer0', { state: 'crashed' })] });
    expect(chaincodeHealth({ chain: RUNNING, channel: lost, chaincode: asset, nodes: [server()] })).toEqual(lost);
  });
  it('reports its failure', () => {
    const health = of([], { state: 'failed', stateReason: '1: it does not compile' });
    expect(health).toMatchObject({
      status: 'down',
      reasons: [{ message: 'Chaincode asset failed: 1: it does not compile' }],
    });
  });
});

describe('the health of a chain', () => {
  const of = (more: Partial<Parameters<typeof chainHealth>[0]> = {}) =>
    chainHealth({
      chain: RUNNING,
      nodes: [...orderers('running'), peer('peer0')],
      channels: [],
      chaincodes: [],
      ...more,
    });
  const failed = chaincodeHealth({
    chain: RUNNING,
    channel: HEALTHY,
    chaincode: { ...asset, state: 'failed' },
    nodes: [],
  });

  it('is healthy when all its parts are', () => {
    expect(of({ channels: [HEALTHY], chaincodes: [HEALTHY] })).toEqual(HEALTHY);
  });
  it('is degraded when half of its chaincodes failed', () => {
    expect(brief(of({ chaincodes: [HEALTHY, failed] }))).toEqual(['degraded', 'chaincode_failed']);
  });
  it('is down when no node works, and lists each reason once', () => {
    const nodes = [peer('peer0', { state: 'crashed' })];
    const lost = channelHealth({ chain: RUNNING, channel, nodes });
    const health = of({ nodes, channels: [lost, lost] });
    expect(brief(health)).toEqual(['down', 'node_down', 'no_peer_runs']);
  });
  it('is stopped when it was stopped on request', () => {
    expect(brief(of({ chain: STOPPED, nodes: [peer('peer0', { state: 'stopped' })] }))).toEqual([
      'stopped',
      'chain_stopped',
    ]);
  });
  it('includes observations of the whole chain', () => {
    const chain = { ...RUNNING, stateReason: 'orderer1 has lost its ledger of ch1' };
    expect(of({ chain })).toMatchObject({ status: 'degraded', reasons: [{ message: chain.stateReason }] });
  });
  it('includes a chaincode server that crashed or is held down, not one that starts or was stopped', () => {
    const nodes = (more: Partial<ObservedNode>) => ({ nodes: [peer('peer0'), server(more)] });
    expect(of(nodes({ state: 'stopped' }))).toEqual(HEALTHY);
    expect(of(nodes({ state: 'starting' }))).toEqual(HEALTHY);
    expect(of(nodes({ state: 'crashed' })).status).toBe('degraded');
    expect(of(nodes({ state: 'stopped', stateReason: 'It does not register.' })).status).toBe('degraded');
  });
});

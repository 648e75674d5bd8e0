import type { ChainSpecInput } from './chain-spec';
import { ChainSpec, defaultMspId } from './chain-spec';
import { RUNTIME_CAPABILITIES, RUNTIMES } from './runtimes';
import { ordererWarnings } from './chain-warnings';

const described = (change: Partial<ChainSpecInput> = {}): ChainSpecInput => ({
  name: 'supply',
  organizations: [{ name: 'org1' }, { name: 'org2' }],
  ...change,
});

const problemsOf = (input: unknown) =>
  (ChainSpec.safeParse(input).error?.issues ?? []).map((issue) => issue.path.join('.'));

describe('ChainSpec', () => {
  it('fills in defaults that are fit for production', () => {
    const spec = ChainSpec.parse(described());
    expect(spec.ordering).toMatchObject({ type: 'etcdraft', orderers: 3, organization: { name: 'orderer' } });
    expect(spec.organizations.map(({ peers }) => peers)).toEqual([2, 2]);
    expect(ordererWarnings(spec.ordering.orderers)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an upper-case name', described({ name: 'Supply' }), 'name'],
    ['a name that DNS rejects', described({ name: 'a_b' }), 'name'],
    ['an empty name', described({ name: '' }), 'name'],
    ['0 orderers', described({ ordering: { orderers: 0 } }), 'ordering.orderers'],
    ['1,000 orderers', described({ ordering: { orderers: 1_000 } }), 'ordering.orderers'],
    ['half an orderer', described({ ordering: { orderers: 1.5 } }), 'ordering.orderers'],
    ['no organization', described({ organizations: [] }), 'organizations'],
    ['0 peers', described({ organizations: [{ name: 'org1', peers: 0 }] }), 'organizations.0.peers'],
    ['an unknown field', { ...described(), color: 'red' }, ''],
    ['an MSP id with a space', described({ organizations: [{ name: 'o', mspId: 'a b' }] }), 'organizations.0.mspId'],
    [
      'a preferred size above the absolute one',
      described({ ordering: { batch: { preferredMaxBytes: 2_000_000, absoluteMaxBytes: 1_000_000 } } }),
      'ordering.batch.preferredMaxBytes',
    ],
    [
      'a block too small for the configuration of its channel',
      described({ ordering: { batch: { preferredMaxBytes: 1_024, absoluteMaxBytes: 1_024 } } }),
      'ordering.batch.absoluteMaxBytes',
    ],
    [
      'a heartbeat slower than the election',
      described({ ordering: { raft: { electionTick: 5, heartbeatTick: 9 } } }),
      'ordering.raft.electionTick',
    ],
    [
      'a heartbeat equal to the election',
      described({ ordering: { raft: { electionTick: 5, heartbeatTick: 5 } } }),
      'ordering.raft.electionTick',
    ],
    ['no ticks', described({ ordering: { raft: { heartbeatTick: 0 } } }), 'ordering.raft.heartbeatTick'],
    ['a tick of zero length', described({ ordering: { raft: { tickInterval: 0 } } }), 'ordering.raft.tickInterval'],
    [
      'no blocks in flight',
      described({ ordering: { raft: { maxInflightBlocks: 0 } } }),
      'ordering.raft.maxInflightBlocks',
    ],
    [
      'no snapshots',
      described({ ordering: { raft: { snapshotIntervalSize: 0 } } }),
      'ordering.raft.snapshotIntervalSize',
    ],
    [
      'blocks without messages',
      described({ ordering: { batch: { maxMessageCount: 0 } } }),
      'ordering.batch.maxMessageCount',
    ],
    ['blocks with a negative timeout', described({ ordering: { batch: { timeout: -1 } } }), 'ordering.batch.timeout'],
    [
      'node certificates that outlive their CA',
      described({ certificates: { caDays: 10, nodeDays: 20 } }),
      'certificates.nodeDays',
    ],
  ])('rejects %s and names the field', (_, input, path) => {
    expect(problemsOf(input)).toContain(path);
  });

  it('rejects organizations that Fabric or DNS could not distinguish', () => {
    expect(problemsOf(described({ organizations: [{ name: 'org1' }, { name: 'org1' }] }))).toEqual([
      'organizations.1.name',
      'organizations.1.mspId',
      'organizations.1.domain',
    ]);
    expect(problemsOf(described({ organizations: [{ name: 'a' }, { name: 'b', mspId: 'amsp' }] }))).toEqual([
      'organizations.1.mspId',
    ]);
    expect(problemsOf(described({ organizations: [{ name: 'orderer' }] }))).toContain('organizations.0.name');
  });
});

describe('defaultMspId', () => {
  it.each([
    ['org1', 'Org1MSP'],
    ['big-bank', 'BigBankMSP'],
  ])('makes %s into %s', (name, mspId) => {
    expect(defaultMspId(name)).toBe(mspId);
  });
});

it.each(RUNTIMES)('%s: a cluster is named exactly if the runtime has one', (runtime) => {
  const { cluster } = RUNTIME_CAPABILITIES[runtime];
  const spec = { name: 'trade', runtime, organizations: [{ name: 'org1' }] };
  const problems = (input: object) => ChainSpec.safeParse(input).error?.issues.map(({ path }) => path.join('.')) ?? [];
  expect(problems(spec)).toEqual(cluster ? ['cluster'] : []);
  expect(problems({ ...spec, cluster: 'east' })).toEqual(cluster ? [] : ['cluster']);
});

import {
  api as routes,
  type ChainChange,
  type ChangePreview,
  type Channel,
  type Node,
  type Problem,
} from '@heddle/contracts';
import { setPolicy } from '@heddle/fabric';
import { until } from '../testing/api-under-test';
import { ChainUnderTest } from '../testing/chain-under-test';
import { OutsideClient } from '../testing/outside-client';

jest.setTimeout(180_000);

let chain: ChainUnderTest;
let channel: Channel;

beforeAll(async () => {
  chain = await ChainUnderTest.start({
    name: 'scaled',
    ordering: { orderers: 1 },
    organizations: [
      { name: 'org1', peers: 1 },
      { name: 'org2', peers: 1 },
    ],
  });
  channel = await chain.channel('orders');
  await chain.deploy(channel, 'paper');
});
afterAll(() => chain.stop());

const LARGER = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '2Gi' } };

const path = () => `/chains/${chain.chain.id}/changes`;
const preview = (change: ChainChange) => chain.api.post<ChangePreview & Problem>(`${path()}/preview`, { body: change });
const request = (change: ChainChange) => chain.api.post<Problem>(path(), { body: change });
const run = async (body: ChainChange) =>
  chain.client.succeeded(await chain.client.ask(routes.changes.request, { params: { chainId: chain.chain.id }, body }));

describe('the preview of a change', () => {
  it('lists what adding a peer does, in order, and changes nothing', async () => {
    const { status, body } = await preview({ kind: 'peer.add', organization: 'org2' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ node: 'peer1-org2', restarts: [] });
    expect(body.steps.map(({ code }) => code)).toEqual([
      'plan_node',
      'start_node',
      'join_from_genesis',
      'install_chaincode',
      'write_profiles',
    ]);
    const again = await preview({ kind: 'peer.add', organization: 'org2', ledgers: 'snapshot' });
    expect(again.body).toMatchObject({ node: 'peer1-org2' });
    expect(again.body.steps).toContainEqual(expect.objectContaining({ code: 'join_by_snapshot' }));
  });

  it('says what a second orderer does to the quorum', async () => {
    const { body } = await preview({ kind: 'orderer.add' });
    expect(body.steps.map(({ message }) => message)).toContain(
      'Make orderer1 a consenter of channel orders: 2 of 2 are then needed, and 0 may fail',
    );
  });

  it('lists each node of a rolling restart, and what recreating a peer does', async () => {
    const { body } = await preview({ kind: 'chain.restart' });
    expect(body).toMatchObject({ node: null, restarts: ['orderer0', 'peer0-org1', 'peer0-org2'] });
    expect(body.steps.slice(0, 2).map(({ message }) => message)).toEqual([
      'Restart orderer0',
      'Wait until orderer0 has all blocks of its channels, and each has a leader',
    ]);
    const recreated = await preview({ kind: 'peer.recreate', node: 'peer0-org1' });
    expect(recreated.body).toMatchObject({ node: 'peer0-org1', restarts: ['peer0-org1'] });
    expect(recreated.body.steps.map(({ code }) => code)).toEqual([
      'delete_ledger',
      'start_node',
      'join_from_genesis',
      'install_chaincode',
    ]);
  });

  it('says what a channel cannot do while its only orderer restarts', async () => {
    const { body } = await preview({ kind: 'node.restart', node: 'orderer0' });
    expect(body).toMatchObject({ node: 'orderer0', restarts: ['orderer0'] });
    expect(body.steps.map(({ message }) => message)).toEqual([
      'Restart orderer0',
      'Wait until orderer0 answers on its own listeners',
    ]);
    expect(body.warnings).toEqual([
      {
        code: 'no_leader_meanwhile',
        params: { channel: 'orders', node: 'orderer0', consenters: 1, needed: 1, running: 0 },
        message: 'Channel orders has no leader while orderer0 is down: of 1 consenters, 1 are needed and 0 would run.',
      },
    ]);
  });

  it.each(['node.stop', 'node.restart'] as const)('warns of %s of the last peer that can endorse', async (kind) => {
    const { status, body } = await preview({ kind, node: 'peer0-org2' });
    expect(status).toBe(200);
    expect(body.warnings.map(({ message }) => message)).toEqual([
      'While peer0-org2 is down, no set of peers satisfies the endorsement policy of chaincode paper on channel orders: /Channel/Application/Endorsement.',
    ]);
  });

  it.each<[string, ChainChange, string]>([
    ['an unknown organization', { kind: 'peer.add', organization: 'org9' }, 'organization'],
    ['the ordering service', { kind: 'peer.add', organization: 'orderer' }, 'organization'],
    ['an unknown node to restart', { kind: 'node.restart', node: 'peer9-org1' }, 'node'],
    ['an unknown node', { kind: 'peer.remove', node: 'peer9-org1' }, 'node'],
    ['a node of another kind', { kind: 'orderer.remove', node: 'peer0-org1' }, 'node'],
    [
      'an unknown channel',
      { kind: 'orderer.add', channels: ['00000000-0000-4000-8000-000000000000' as never] },
      'channels.0',
    ],
  ])('refuses %s by its field, like the change', async (_, change, field) => {
    for (const answer of [await preview(change), await request(change)]) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ path: field }] } });
    }
  });

  it.each<[string, ChainChange, string]>([
    [
      'the last endorser that a policy needs, by removing it',
      { kind: 'peer.remove', node: 'peer0-org2' },
      'Without peer0-org2, no set of peers satisfies the endorsement policy of chaincode paper on channel orders: /Channel/Application/Endorsement.',
    ],
    [
      'the quorum',
      { kind: 'node.stop', node: 'orderer0' },
      'Channel orders would lose its quorum without orderer0: of 1 consenters, 1 are needed and 0 would run.',
    ],
    [
      'the only ledger',
      { kind: 'orderer.recreate', node: 'orderer0' },
      'orderer0 is the only consenter of channel orders.',
    ],
    [
      'the resources of a process',
      { kind: 'node.resize', node: 'orderer0', resources: LARGER },
      "The nodes of chain scaled are processes and share their machine's resources.",
    ],
    ['a node that runs', { kind: 'node.start', node: 'orderer0' }, 'orderer0 runs.'],
    ['the only orderer', { kind: 'orderer.remove', node: 'orderer0' }, 'orderer0 is the only orderer of the chain.'],
  ])('refuses to change %s, like the change', async (_, change, detail) => {
    for (const answer of [await preview(change), await request(change)]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'invalid_state', detail } });
    }
  });
});

describe('the endorsement policy of a channel', () => {
  const removal: ChainChange = { kind: 'peer.remove', node: 'peer0-org2' };
  let outside: OutsideClient;

  beforeAll(async () => {
    outside = await OutsideClient.open(chain.api.settings, chain.chain.id);
  });
  afterAll(() => outside.close());

  /** Another client sets the policy; resolves once the removal is answered as it says. */
  async function inForce(policy: Parameters<typeof setPolicy>[2], status: number): Promise<void> {
    const path = { group: '/Channel/Application', name: 'Endorsement' };
    await outside.update(channel.name, (config) => setPolicy(config, path, policy));
    await until(async () => (await preview(removal)).status === status, 30_000);
  }

  it('decides about a removal as it is in force, whoever has set it', async () => {
    await inForce({ type: 'ImplicitMeta', rule: 'ANY Endorsement' }, 200);
    expect(await preview({ kind: 'node.stop', node: 'peer0-org2' })).toMatchObject({ status: 200 });
    await inForce({ type: 'Signature', rule: "AND('Org1MSP.peer', 'Org2MSP.peer')" }, 409);
    await inForce({ type: 'Signature', rule: "OR('Org1MSP.peer', 'Org2MSP.peer')" }, 200);
    await inForce({ type: 'ImplicitMeta', rule: 'MAJORITY Endorsement' }, 409);
    for (const answer of [await preview(removal), await request(removal)]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'invalid_state' } });
    }
  });
});

describe('the log level of a node', () => {
  it('is set for a time and reset; a level that Fabric does not know is refused with its words', async () => {
    const nodes = await chain.api.get<{ items: Node[] }>(`/chains/${chain.chain.id}/nodes`);
    const peer = nodes.body.items.find(({ name }) => name === 'peer0-org1');
    const path = `/chains/${chain.chain.id}/nodes/${peer?.id ?? ''}/log-level`;
    const set = await chain.api.call<Node>('PUT', path, { body: { spec: 'gossip=debug:info', minutes: 5 } });
    expect(set).toMatchObject({ status: 200, body: { logLevel: { spec: 'gossip=debug:info' } } });
    const refused = await chain.api.call<Problem>('PUT', path, { body: { spec: 'loud' } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(refused.body.detail).toContain(
      "peer0-org1 did not change its log level: invalid logging specification 'loud'",
    );
    expect((await chain.api.get<Node>(`/chains/${chain.chain.id}/nodes/${peer?.id ?? ''}`)).body).toMatchObject({
      logLevel: { spec: 'gossip=debug:info' },
    });
    expect(await chain.api.call<Node>('DELETE', path, {})).toMatchObject({ status: 200, body: { logLevel: null } });
  });
});

describe('a change', () => {
  it('adds a peer, which allows to remove the other; a name is never used again', async () => {
    await run({ kind: 'peer.add', organization: 'org2' });
    const nodes = await chain.api.get<{ items: Node[] }>(`/chains/${chain.chain.id}/nodes`);
    expect(nodes.body.items).toContainEqual(
      expect.objectContaining({ name: 'peer1-org2', status: expect.objectContaining({ state: 'running' }) as object }),
    );
    await run({ kind: 'peer.recreate', node: 'peer0-org2' });
    await run({ kind: 'node.stop', node: 'peer0-org2' });
    await run({ kind: 'node.start', node: 'peer0-org2' });
    await run({ kind: 'node.restart', node: 'peer1-org2' });
    await run({ kind: 'chain.restart' });
    await run({ kind: 'peer.remove', node: 'peer0-org2' });
    const { body } = await chain.api.get<Channel>(`/chains/${chain.chain.id}/channels/${channel.id}`);
    const [, org2] = body.members;
    expect(org2?.peers).toEqual([{ name: 'peer1-org2', state: 'joined', height: expect.any(Number) as number }]);
    expect((await preview({ kind: 'peer.add', organization: 'org2' })).body).toMatchObject({ node: 'peer2-org2' });
  });

  it('is refused while another one runs', async () => {
    const body: ChainChange = { kind: 'orderer.add' };
    const accepted = await chain.client.ask(routes.changes.request, { params: { chainId: chain.chain.id }, body });
    expect(await request(body)).toMatchObject({
      status: 409,
      body: { code: 'scope_busy', operationId: accepted.operation.id },
    });
    await chain.client.succeeded(accepted);
  });
});

import type { SignedInClient } from '@heddle/client';
import {
  api as routes,
  type Chain,
  type Chaincode,
  type ChaincodeSource,
  type Channel,
  type BodyInputOf,
} from '@heddle/contracts';
import { until } from '../testing/api-under-test';
import { goSample } from '../testing/archives';
import { ChainUnderTest } from '../testing/chain-under-test';
import { OutsideClient } from '../testing/outside-client';
import type { TestWorker } from '../testing/test-worker';

jest.setTimeout(60_000);

const SHARED = {
  name: 'shared',
  policy: "OR('Org1MSP.member', 'Org2MSP.member')",
  requiredPeerCount: 0,
  maxPeerCount: 1,
  blockToLive: 1_000_000,
  memberOnlyRead: true,
  memberOnlyWrite: true,
  endorsementPolicy: { signaturePolicy: "OR('Org1MSP.member','Org2MSP.member')" },
};
/** The file format of Fabric's tools. */
const COLLECTIONS = [
  SHARED,
  {
    name: 'Org1Only',
    policy: "OR('Org1MSP.member')",
    blockToLive: 3,
    endorsementPolicy: { channelConfigPolicy: '/Channel/Application/Writers' },
  },
];
const AGREED = {
  endorsementPolicy: "OR('Org1MSP.peer', 'Org2MSP.peer')",
  collections: [
    { ...SHARED, endorsementPolicy: "OR('Org1MSP.member', 'Org2MSP.member')" },
    {
      ...COLLECTIONS[1],
      requiredPeerCount: 0,
      maxPeerCount: 1,
      memberOnlyRead: false,
      memberOnlyWrite: false,
      endorsementPolicy: '/Channel/Application/Writers',
    },
  ],
};

describe('definitions of chaincode', () => {
  let running: ChainUnderTest | undefined;
  let client: SignedInClient;
  let worker: TestWorker;
  let outside: OutsideClient;
  let chain: Chain;
  let channel: Channel;
  let source: ChaincodeSource;
  let chaincode: Chaincode;

  beforeAll(async () => {
    running = await ChainUnderTest.start({
      name: 'agree',
      ordering: { orderers: 1 },
      organizations: [
        { name: 'org1', peers: 1 },
        { name: 'org2', peers: 1 },
      ],
    });
    ({ client, chain, worker } = running);
    channel = await running.channel('orders');
    source = await client.ask(routes.chaincodes.upload, { file: await goSample() });
    outside = await OutsideClient.open(running.api.settings, chain.id);
  });
  afterAll(async () => {
    await outside.close();
    await running?.stop();
  });

  type Deploy = BodyInputOf<typeof routes.chaincodes.deploy>;
  type Upgrade = BodyInputOf<typeof routes.chaincodes.upgrade>;
  const inChannel = () => ({ chainId: chain.id, channelId: channel.id });
  const of = ({ id }: Chaincode) => ({ ...inChannel(), chaincodeId: id });
  const origin = () => ({ type: 'source', sourceId: source.id }) as const;
  const deploying = (body: Omit<Deploy, 'origin'>) => ({ params: inChannel(), body: { ...body, origin: origin() } });
  const upgrading = (body: Omit<Upgrade, 'origin'>) => ({ params: of(chaincode), body: { ...body, origin: origin() } });
  const upgrade = async (body: Omit<Upgrade, 'origin'>) =>
    client.succeeded(await client.ask(routes.chaincodes.upgrade, upgrading(body)));
  const committed = async (name: string) => {
    const { items } = await client.ask(routes.chaincodes.committed, { params: inChannel() });
    return items.find((definition) => definition.name === name);
  };
  const invoke = (body: BodyInputOf<typeof routes.chaincodes.invoke>) => ({ params: of(chaincode), body });
  const query = async (fn: string, args: string[]) =>
    (await client.ask(routes.chaincodes.query, { params: of(chaincode), body: { fn, args } })).result;

  it.each<[string, Partial<Deploy>, string, string]>([
    ['a name of Fabric', { name: 'escc' }, 'name', 'belongs to Fabric itself'],
    ['a collection of Fabric', { collections: [{ ...SHARED, name: '_c' }] }, 'collections.0.name', 'underscore'],
    [
      'a collection by AND',
      { collections: [{ ...SHARED, policy: "AND('Org1MSP.member','Org2MSP.member')" }] },
      'collections.0.policy',
      'OR of principals',
    ],
    [
      'a collection by count',
      { collections: [{ ...SHARED, policy: "OutOf(2,'Org1MSP.member','Org2MSP.member')" }] },
      'collections.0.policy',
      'OR of principals',
    ],
    [
      'a collection by reference',
      { collections: [{ ...SHARED, policy: '/Channel/Application/Endorsement' }] },
      'collections.0.policy',
      'Policies cannot contain "/"',
    ],
    [
      'a policy that does not exist',
      { endorsementPolicy: '/Channel/Application/Endorsment' },
      'endorsementPolicy',
      'those of its application are /Channel/Application/Admins',
    ],
    [
      'an unknown role',
      { endorsementPolicy: "OR('Org1MSP.peer0.org1')" },
      'endorsementPolicy',
      'member, admin, client, peer or orderer',
    ],
    [
      'half a count',
      { endorsementPolicy: "OutOf(1.5,'Org1MSP.peer','Org2MSP.peer')" },
      'endorsementPolicy',
      'whole number',
    ],
    [
      'a stranger',
      { endorsementPolicy: { signaturePolicy: "OR('Org3MSP.peer')" } },
      'endorsementPolicy',
      'its members are Org1MSP, Org2MSP',
    ],
  ])('rejects %s at the field, with the rule', async (_, part, path, rule) => {
    const refused = await client.refusal(
      routes.chaincodes.deploy,
      deploying({ name: 'assets', version: '1', ...part }),
    );
    expect([refused.status, refused.errors?.map((error) => error.path)]).toEqual([422, [path]]);
    expect(refused.errors?.[0]?.message).toContain(rule);
  });

  it('deploys with the collections of a Fabric file, and initializes', async () => {
    const init = { fn: 'CreateAsset', args: ['first', 'ann', 'red', '1'] };
    const { endorsementPolicy } = AGREED;
    const body = { name: 'assets', version: '1.0', endorsementPolicy, collections: COLLECTIONS, init };
    chaincode = await client.succeeded(await client.ask(routes.chaincodes.deploy, deploying(body)));
    expect(await query('AssetExists', ['first'])).toBe('true');
    expect(await committed('assets')).toEqual({
      ...AGREED,
      name: 'assets',
      version: '1.0',
      sequence: 1,
      initRequired: true,
      chaincodeId: chaincode.id,
      committedBy: 'heddle',
    });
  });

  it('names the remedy when the name is taken', async () => {
    const refused = await client.refusal(routes.chaincodes.deploy, deploying({ name: 'assets', version: '2' }));
    expect(refused).toMatchObject({
      status: 409,
      code: 'name_taken',
      existing: { type: 'chaincode', id: chaincode.id },
    });
    expect(refused.remedy).toContain('Upgrade it');
  });

  it('shows the changes of an upgrade without writing anything', async () => {
    const preview = async (body: Omit<Upgrade, 'origin'>) =>
      client.ask(routes.chaincodes.previewUpgrade, upgrading(body));
    const version = { path: 'version', before: '1.0', after: '1.1' };
    expect(await preview({ version: '1.1', init: null })).toEqual({ sequence: 2, changes: [version] });
    const collections = [{ ...SHARED, memberOnlyRead: false }, ...COLLECTIONS.slice(1)];
    const [before, after] = [String(SHARED.memberOnlyRead), 'false'];
    expect((await preview({ version: '1.1', init: null, collections })).changes).toContainEqual({
      path: `collections.${SHARED.name}.memberOnlyRead`,
      before,
      after,
    });
    const refused = await client.refusal(
      routes.chaincodes.previewUpgrade,
      upgrading({ version: '1.1', collections: [SHARED] }),
    );
    expect([refused.status, refused.errors?.[0]?.path]).toEqual([422, 'collections']);
    expect(await committed('assets')).toMatchObject({ version: '1.0', sequence: 1 });
    const { items } = await client.ask(routes.chaincodes.definitions, { params: of(chaincode) });
    expect(items).toHaveLength(1);
  });

  it('keeps values that an upgrade omits, and is initialized by a call', async () => {
    await upgrade({ version: '1.1', init: null });
    expect(await committed('assets')).toMatchObject({ ...AGREED, sequence: 2, version: '1.1', initRequired: true });
    const early = await client.refusal(routes.chaincodes.invoke, invoke({ fn: 'DeleteAsset', args: ['first'] }));
    expect(early).toMatchObject({ status: 409, code: 'chaincode_uninitialized' });
    expect(early.detail).toContain('must call as init first');
    expect(early.remedy).toContain('with isInit first');
    const call = { fn: 'CreateAsset', args: ['second', 'ann', 'red', '1'], isInit: true };
    expect(await client.ask(routes.chaincodes.invoke, invoke(call))).toMatchObject({ validationCode: 'VALID' });
    expect(await query('AssetExists', ['second'])).toBe('true');
    const again = await client.refusal(routes.chaincodes.invoke, invoke(call));
    expect(again.remedy).toContain('without isInit');
  });

  it.each<[string, Omit<Upgrade, 'origin' | 'version'>, string, string]>([
    ['drops a collection', { collections: [SHARED] }, 'collections', 'Org1Only is missing'],
    ['drops all collections', { collections: [] }, 'collections', 'shared is missing'],
    [
      'changes the lifetime of data',
      { collections: [{ ...SHARED, blockToLive: 5 }, ...COLLECTIONS.slice(1)] },
      'collections.0.blockToLive',
      'committed as 1000000',
    ],
  ])('rejects an upgrade that %s', async (_, part, path, rule) => {
    const refused = await client.refusal(routes.chaincodes.upgrade, upgrading({ version: '2', ...part }));
    expect([refused.status, refused.errors?.[0]?.path]).toEqual([422, path]);
    expect(refused.errors?.[0]?.message).toContain(rule);
  });

  it('continues after a definition that another client committed', async () => {
    const first = { channel: 'orders', name: 'foreign', version: '5.0', sequence: 1 };
    const flags = ['--signature-policy', "OR('Org1MSP.peer')"];
    await outside.define({ ...first, flags, collections: COLLECTIONS });
    expect(await committed('foreign')).toMatchObject({ committedBy: 'outside', chaincodeId: null, sequence: 1 });
    const body = deploying({ name: 'foreign', version: '6.0' });
    const foreign = await client.succeeded(await client.ask(routes.chaincodes.deploy, body));
    expect(await committed('foreign')).toMatchObject({
      committedBy: 'heddle',
      chaincodeId: foreign.id,
      sequence: 2,
      version: '6.0',
      endorsementPolicy: "OR('Org1MSP.peer')",
      collections: AGREED.collections,
    });
    await outside.define({ ...first, version: '7.0', sequence: 3, collections: COLLECTIONS });
    expect(await committed('foreign')).toMatchObject({ committedBy: 'outside', chaincodeId: foreign.id, sequence: 3 });
    const next = { params: of(foreign), body: { version: '8.0', origin: origin() } };
    await client.succeeded(await client.ask(routes.chaincodes.upgrade, next));
    expect(await committed('foreign')).toMatchObject({
      committedBy: 'heddle',
      sequence: 4,
      version: '8.0',
      endorsementPolicy: null,
    });
  });

  it('uses the next sequence if another client commits while the upgrade waits', async () => {
    worker.freeze();
    const accepted = await client.ask(routes.chaincodes.upgrade, upgrading({ version: '2.0', init: null }));
    const flags = ['--signature-policy', AGREED.endorsementPolicy, '--init-required'];
    const racing = { channel: 'orders', name: 'assets', version: '1.9', sequence: 3 };
    await outside.define({ ...racing, flags, collections: COLLECTIONS });
    worker.thaw();
    await client.succeeded(accepted);
    expect(await committed('assets')).toMatchObject({ ...AGREED, committedBy: 'heddle', sequence: 4, version: '2.0' });
    const { items } = await client.ask(routes.chaincodes.definitions, { params: of(chaincode) });
    expect(items[0]).toMatchObject({ sequence: 4, version: '2.0', state: 'committed' });
  });

  it('offers no rollback after the commit, and a failed upgrade does not change the status', async () => {
    const init = { fn: 'ReadAsset', args: ['missing'] };
    const { operation, resource } = await client.ask(
      routes.chaincodes.deploy,
      deploying({ name: 'broken', version: '1.0', init }),
    );
    const failed = await client.follow(operation);
    expect(failed).toMatchObject({ state: 'failed', error: { step: 'initialize' }, allowedActions: ['retry'] });
    const params = { operationId: operation.id };
    expect(await client.refusal(routes.operations.rollback, { params })).toMatchObject({ code: 'invalid_state' });
    const { status } = await client.ask(routes.chaincodes.get, { params: of(resource) });
    expect(status).toMatchObject({ state: 'failed', reason: expect.stringContaining('1.0: ') as string });

    const file = await goSample({ 'broken.go': 'package main\n\nvar broken int = "text"\n' });
    const { id: sourceId } = await client.ask(routes.chaincodes.upload, { file });
    const body = { version: '1.1', origin: { type: 'source', sourceId } } as const;
    const second = await client.ask(routes.chaincodes.upgrade, { params: of(resource), body });
    const ended = await client.follow(second.operation);
    expect(ended).toMatchObject({ state: 'failed', allowedActions: ['retry', 'rollback'] });
    const after = await client.ask(routes.chaincodes.get, { params: of(resource) });
    expect(after.status).toMatchObject({ state: status.state, reason: status.reason });

    const good = { version: '1.2', origin: origin(), init: { fn: 'AssetExists', args: ['x'] } };
    await client.succeeded(await client.ask(routes.chaincodes.upgrade, { params: of(resource), body: good }));
    const restored = await client.ask(routes.chaincodes.get, { params: of(resource) });
    expect(restored.status).toMatchObject({ state: 'active', reason: null });
  });

  it('reads its members from the configuration of the channel', async () => {
    await outside.addOrganization('orders', 'Org3MSP');
    const members = async () => {
      const { items } = await client.ask(routes.channels.members, { params: inChannel() });
      return items.map(({ mspId, organization }) => `${mspId} ${organization ?? 'external'}`);
    };
    // The CLI returns once the orderer accepted the update.
    await until(async () => (await members()).length === 3);
    expect(await members()).toEqual(['Org1MSP org1', 'Org2MSP org2', 'Org3MSP external']);
    await upgrade({
      version: '3.0',
      endorsementPolicy: "OR('Org1MSP.peer', 'Org3MSP.peer')",
      init: { fn: 'AssetExists', args: ['x'] },
    });
    expect(await committed('assets')).toMatchObject({ endorsementPolicy: "OR('Org1MSP.peer', 'Org3MSP.peer')" });
  });
});

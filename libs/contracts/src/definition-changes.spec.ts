import { UpgradeChaincode, type LedgerDefinition } from './chaincodes';
import { CollectionsFile, collectionOf } from './chaincode-policies';
import { collectionConflicts, definitionChanges, settleDefinition } from './definition-changes';

/** A file in the format of Fabric's tools. */
const FILE = [
  {
    name: 'shared',
    policy: "OR('Org1MSP.member', 'Org2MSP.member')",
    requiredPeerCount: 1,
    maxPeerCount: 1,
    blockToLive: 1_000_000,
    memberOnlyRead: true,
    memberOnlyWrite: true,
    endorsementPolicy: { signaturePolicy: "OR('Org1MSP.member','Org2MSP.member')" },
  },
  {
    name: 'byReference',
    policy: "OR('Org1MSP.member')",
    endorsementPolicy: { channelConfigPolicy: '/Channel/Application/Endorsement' },
  },
];
const collections = CollectionsFile.parse(FILE).map(collectionOf);
const committed: Omit<LedgerDefinition, 'name' | 'chaincodeId' | 'committedBy'> = {
  version: '1.0',
  sequence: 3,
  endorsementPolicy: "AND('Org1MSP.peer', 'Org2MSP.peer')",
  collections,
  initRequired: true,
};
const origin = { type: 'external', address: 'host:1' };
const wanted = (more: object) => UpgradeChaincode.parse({ version: '1.1', origin, ...more });
const issuesOf = (file: unknown) => {
  const { error } = CollectionsFile.safeParse(file);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
};

describe('a file of collections', () => {
  it('is accepted in Fabric’s format, with the defaults of its tools', () => {
    expect(collections[0]?.endorsementPolicy).toBe("OR('Org1MSP.member','Org2MSP.member')");
    expect(collections[1]).toEqual({
      name: 'byReference',
      policy: "OR('Org1MSP.member')",
      requiredPeerCount: 0,
      maxPeerCount: 1,
      blockToLive: 0,
      memberOnlyRead: false,
      memberOnlyWrite: false,
      endorsementPolicy: '/Channel/Application/Endorsement',
    });
  });

  it('is accepted with policies as plain text, as empty objects and as null', () => {
    const [first] = FILE;
    for (const [policy, text] of [
      ['/Channel/Application/Admins', '/Channel/Application/Admins'],
      [{}, null],
      [null, null],
    ]) {
      expect(CollectionsFile.parse([{ ...first, endorsementPolicy: policy }]).map(collectionOf)).toMatchObject([
        { endorsementPolicy: text },
      ]);
    }
  });

  it.each([
    [{ name: '_c' }, '0.name: Collection name must hold only'],
    [{ name: '' }, '0.name: Collection name must not be empty'],
    [{ requiredPeerCount: 2 }, '0.requiredPeerCount: must not exceed maxPeerCount'],
    [{ requiredPeerCount: -1 }, '0.requiredPeerCount: requiredPeerCount cannot be less than 0'],
    [{ blockToLive: 1.5 }, '0.blockToLive: blockToLive is a number of blocks'],
    [{ endorsementPolicy: { signaturePolicy: 'a', channelConfigPolicy: 'b' } }, 'give one of them'],
    [{ endorsementPolicy: { policy: 'a' } }, '0.endorsementPolicy: Unrecognized key'],
    [{ endorsementPolicy: 7 }, '0.endorsementPolicy: is policy text'],
  ])('is rejected with %j', (change, rule) => {
    expect(issuesOf([{ ...FILE[0], ...change }]).join('\n')).toContain(rule);
  });

  it('lists each collection once', () => {
    expect(issuesOf([FILE[0], FILE[0]])).toEqual([': a collection is listed twice']);
  });
});

describe('an upgrade', () => {
  it('keeps omitted fields', () => {
    const init = { fn: 'Init', args: ['a'] };
    expect(settleDefinition(wanted({}), { committed, init })).toEqual({
      version: '1.1',
      endorsementPolicy: committed.endorsementPolicy,
      collections,
      initRequired: true,
      init,
    });
  });

  it('applies given fields: null is the default of the channel', () => {
    const settled = settleDefinition(wanted({ endorsementPolicy: null, collections: [], initRequired: false }), {
      committed,
      init: { fn: 'Init', args: [] },
    });
    expect(settled).toEqual({
      version: '1.1',
      endorsementPolicy: null,
      collections: [],
      initRequired: false,
      init: null,
    });
  });

  it('has Fabric’s defaults when nothing is committed', () => {
    const none = { endorsementPolicy: null, collections: [], initRequired: false, init: null };
    expect(settleDefinition(wanted({}), { committed: null })).toMatchObject(none);
  });

  it('requires Init when a call is given, and rejects a call that the definition rules out', () => {
    const init = { fn: 'InitLedger', args: [] };
    expect(settleDefinition(wanted({ init }), { committed: null })).toMatchObject({ initRequired: true, init });
    const { error } = UpgradeChaincode.safeParse({ version: '1', origin, init, initRequired: false });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['init']);
  });

  it('is shown as the fields that it changes', () => {
    const [shared] = collections;
    const added = { name: 'new', policy: "OR('Org2MSP.member')" };
    const next = wanted({ endorsementPolicy: null, collections: [{ ...shared, memberOnlyRead: false }, added] });
    expect(definitionChanges(committed, settleDefinition(next, { committed }))).toEqual([
      { path: 'version', before: '1.0', after: '1.1' },
      { path: 'endorsementPolicy', before: committed.endorsementPolicy, after: '/Channel/Application/Endorsement' },
      { path: 'collections.shared.memberOnlyRead', before: 'true', after: 'false' },
      { path: 'collections.byReference', before: "OR('Org1MSP.member')", after: null },
      { path: 'collections.new', before: null, after: "OR('Org2MSP.member')" },
    ]);
    const same = { ...committed, init: null };
    expect(definitionChanges(committed, same)).toEqual([]);
  });

  it('cannot drop a collection or change the lifetime of its data', () => {
    const [shared, other] = collections;
    if (shared === undefined || other === undefined) throw new Error('The file has two collections.');
    expect(
      collectionConflicts(collections, [
        { ...other, maxPeerCount: 9 },
        { ...shared, blockToLive: 5 },
      ]),
    ).toEqual([
      { path: 'collections.1.blockToLive', message: expect.stringContaining('committed as 1000000') as string },
    ]);
    expect(collectionConflicts(collections, [other])).toEqual([
      { path: 'collections', message: expect.stringContaining('shared is missing') as string },
    ]);
    expect(collectionConflicts(collections, [...collections, { ...other, name: 'more' }])).toEqual([]);
  });
});

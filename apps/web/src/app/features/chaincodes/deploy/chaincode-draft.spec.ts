import type { LedgerDefinition } from '@heddle/contracts';
import {
  changesOf,
  deploySchema,
  newChaincode,
  nextVersion,
  takeOverOf,
  toDeployInput,
  toUpgradeInput,
  type ChaincodeDraft,
} from './chaincode-draft';

const complete: ChaincodeDraft = {
  ...newChaincode,
  name: 'asset',
  origin: { ...newChaincode.origin, sourceId: '00000000-0000-4000-8000-000000000001' },
};
const pathsOf = (draft: ChaincodeDraft) =>
  deploySchema['~standard'].validate(draft).issues?.map(({ path }) => path?.join('.')) ?? [];

describe('a chaincode draft', () => {
  it('is valid with a name and a source', () => {
    expect(pathsOf(complete)).toEqual([]);
  });

  it('sends no policy and no collections when the fields are empty', () => {
    expect(toUpgradeInput(complete)).toMatchObject({ endorsementPolicy: null, collections: [] });
  });

  it('leaves empty fields out of a first deployment, so that what another client committed stays', () => {
    const input = toDeployInput(complete);
    expect([input['endorsementPolicy'], input['collections'], input['initRequired']]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('asks for Init with arguments, or for none', () => {
    const init = { fn: 'InitLedger', args: '["a", 1]' };
    expect(toUpgradeInput({ ...complete, initRequired: true, init })).toMatchObject({
      init: { fn: 'InitLedger', args: ['a', '1'] },
    });
    expect(toUpgradeInput({ ...complete, init })).toMatchObject({ init: null });
    expect(pathsOf({ ...complete, initRequired: true, init: { ...init, args: 'a' } })).toEqual(['init.args']);
  });

  it('begins with what is committed on the channel, and shows what it changes', () => {
    const committed: LedgerDefinition = {
      name: 'asset',
      version: '5.0',
      sequence: 2,
      endorsementPolicy: "OR('Org1MSP.peer')",
      collections: [],
      initRequired: false,
      chaincodeId: null,
      committedBy: 'outside',
    };
    const draft = takeOverOf(committed);
    expect(draft).toMatchObject({ name: 'asset', version: '5.1', endorsementPolicy: "OR('Org1MSP.peer')" });
    expect(changesOf(toUpgradeInput({ ...draft, endorsementPolicy: '' }), committed)).toEqual([
      { path: 'version', before: '5.0', after: '5.1' },
      { path: 'endorsementPolicy', before: "OR('Org1MSP.peer')", after: '/Channel/Application/Endorsement' },
    ]);
    expect(changesOf(toDeployInput({ ...draft, endorsementPolicy: '' }), committed)).toHaveLength(1);
    expect(changesOf(toUpgradeInput({ ...draft, collections: 'no' }), committed)).toBeNull();
  });

  it.each(['nonsense', '{"name":"a"}', '[{"name":"a"}]', '[{"name":"?","policy":"x"}]'])(
    'refuses %s as collections, at the field that holds the text',
    (collections) => {
      expect(new Set(pathsOf({ ...complete, collections }))).toEqual(new Set(['collections']));
    },
  );

  it('asks for an address only when the chaincode runs elsewhere', () => {
    const external: ChaincodeDraft = {
      ...complete,
      origin: { ...complete.origin, type: 'external', address: 'nowhere' },
    };
    expect(pathsOf(external)).toEqual(['origin.address']);
  });

  it('asks of an image for its name with a tag or digest, and upgrades from it', () => {
    const image: ChaincodeDraft = {
      ...complete,
      origin: { ...complete.origin, type: 'image', image: 'example/basic' },
    };
    expect(pathsOf(image)).toEqual(['origin.image']);
    expect(pathsOf({ ...image, origin: { ...image.origin, image: 'example/basic:1.0' } })).toEqual([]);
  });

  it.each([
    ['1.0', '1.1'],
    ['v9', 'v10'],
    ['beta', 'beta.1'],
  ])('suggests after %s the version %s', (version, next) => {
    expect(nextVersion(version)).toBe(next);
  });
});

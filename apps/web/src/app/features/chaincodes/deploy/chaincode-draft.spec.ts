import { deploySchema, newChaincode, nextVersion, toUpgradeInput, type ChaincodeDraft } from './chaincode-draft';

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

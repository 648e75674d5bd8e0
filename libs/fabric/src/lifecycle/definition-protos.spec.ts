import { peer } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { parsePolicy } from '../policies/parse-policy';
import { toSignaturePolicyEnvelope } from '../policies/signature-policy';
import type { CollectionDefinition, EndorsementPolicy, StoredDefinition } from './chaincode-definition';
import { fillDefinition, toStoredDefinition } from './definition-protos';

const SIGNATURE_POLICY = toSignaturePolicyEnvelope(
  parsePolicy("OutOf(1, 'Org1MSP.peer', 'Org2MSP.admin')"),
).serializeBinary();

const policies: fc.Arbitrary<EndorsementPolicy> = fc.oneof(
  fc.constant({ type: 'signature' as const, signaturePolicy: SIGNATURE_POLICY }),
  fc.string({ minLength: 1 }).map((path) => ({ type: 'reference' as const, channelConfigPolicyReference: path })),
);

const collections: fc.Arbitrary<CollectionDefinition> = fc
  .record({
    name: fc.string({ minLength: 1 }),
    policy: fc.constant(SIGNATURE_POLICY),
    requiredPeerCount: fc.nat(10),
    maxPeerCount: fc.nat(10),
    blockToLive: fc.nat(),
    memberOnlyRead: fc.boolean(),
    memberOnlyWrite: fc.boolean(),
    endorsementPolicy: fc.option(policies, { nil: undefined }),
  })
  .map(({ endorsementPolicy, ...rest }) => ({ ...rest, ...(endorsementPolicy && { endorsementPolicy }) }));

const definitions: fc.Arbitrary<StoredDefinition> = fc.record({
  name: fc.string({ minLength: 1 }),
  version: fc.string({ minLength: 1 }),
  sequence: fc.integer({ min: 1, max: 1_000_000 }),
  endorsementPolicy: policies,
  collections: fc.array(collections, { maxLength: 3 }),
  initRequired: fc.boolean(),
});

describe('a chaincode definition', () => {
  it('comes back from its message as it went in', () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        const message = fillDefinition(new peer.lifecycle.CommitChaincodeDefinitionArgs(), definition);
        const decoded = peer.lifecycle.CommitChaincodeDefinitionArgs.deserializeBinary(message.serializeBinary());

        expect(toStoredDefinition(definition.name, decoded)).toEqual(definition);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('leaves policy and collections to the peer’s defaults when none are given', () => {
    const definition = { name: 'basic', version: '1', sequence: 1 };

    const message = fillDefinition(new peer.lifecycle.CommitChaincodeDefinitionArgs(), definition);

    expect(message.getValidationParameter_asU8()).toHaveLength(0);
    expect(message.hasCollections()).toBe(false);
    expect(message.getInitRequired()).toBe(false);
  });
});

import { common, peer } from '@hyperledger/fabric-protos';
import type {
  ChaincodeDefinition,
  CollectionDefinition,
  EndorsementPolicy,
  StoredDefinition,
} from './chaincode-definition';

/** The setters that approve, readiness and commit arguments share. */
interface DefinitionMessage {
  setName(value: string): void;
  setVersion(value: string): void;
  setSequence(value: number): void;
  setValidationParameter(value: Uint8Array): void;
  setCollections(value?: peer.CollectionConfigPackage): void;
  setInitRequired(value: boolean): void;
}

/** The getters that approved and committed definitions share. */
interface StoredMessage {
  getVersion(): string;
  getSequence(): number;
  getValidationParameter_asU8(): Uint8Array;
  getCollections(): peer.CollectionConfigPackage | undefined;
  getInitRequired(): boolean;
}

/** Writes a definition into lifecycle arguments; omitted fields take the peer's defaults. */
export function fillDefinition<T extends DefinitionMessage>(message: T, definition: ChaincodeDefinition): T {
  message.setName(definition.name);
  message.setVersion(definition.version);
  message.setSequence(definition.sequence);
  message.setInitRequired(definition.initRequired ?? false);
  if (definition.endorsementPolicy !== undefined) {
    message.setValidationParameter(toApplicationPolicy(definition.endorsementPolicy).serializeBinary());
  }
  if (definition.collections !== undefined && definition.collections.length > 0) {
    message.setCollections(toCollectionPackage(definition.collections));
  }
  return message;
}

export function toStoredDefinition(name: string, message: StoredMessage): StoredDefinition {
  const policy = peer.ApplicationPolicy.deserializeBinary(message.getValidationParameter_asU8());
  return {
    name,
    version: message.getVersion(),
    sequence: message.getSequence(),
    endorsementPolicy: fromApplicationPolicy(policy),
    collections: fromCollectionPackage(message.getCollections()),
    initRequired: message.getInitRequired(),
  };
}

function toApplicationPolicy(policy: EndorsementPolicy): peer.ApplicationPolicy {
  const result = new peer.ApplicationPolicy();
  switch (policy.type) {
    case 'signature':
      result.setSignaturePolicy(common.SignaturePolicyEnvelope.deserializeBinary(policy.signaturePolicy));
      break;
    case 'reference':
      result.setChannelConfigPolicyReference(policy.channelConfigPolicyReference);
      break;
  }
  return result;
}

function fromApplicationPolicy(policy: peer.ApplicationPolicy): EndorsementPolicy {
  const signaturePolicy = policy.getSignaturePolicy();
  return signaturePolicy === undefined
    ? { type: 'reference', channelConfigPolicyReference: policy.getChannelConfigPolicyReference() }
    : { type: 'signature', signaturePolicy: signaturePolicy.serializeBinary() };
}

/** Collections as definitions and `_lifecycle` carry them. */
export function toCollectionPackage(collections: readonly CollectionDefinition[]): peer.CollectionConfigPackage {
  const result = new peer.CollectionConfigPackage();
  for (const collection of collections) {
    const config = new peer.CollectionConfig();
    config.setStaticCollectionConfig(toStaticCollection(collection));
    result.addConfig(config);
  }
  return result;
}

function toStaticCollection(collection: CollectionDefinition): peer.StaticCollectionConfig {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(common.SignaturePolicyEnvelope.deserializeBinary(collection.policy));
  const result = new peer.StaticCollectionConfig();
  result.setName(collection.name);
  result.setMemberOrgsPolicy(members);
  result.setRequiredPeerCount(collection.requiredPeerCount);
  result.setMaximumPeerCount(collection.maxPeerCount);
  result.setBlockToLive(collection.blockToLive);
  result.setMemberOnlyRead(collection.memberOnlyRead);
  result.setMemberOnlyWrite(collection.memberOnlyWrite);
  if (collection.endorsementPolicy !== undefined) {
    result.setEndorsementPolicy(toApplicationPolicy(collection.endorsementPolicy));
  }
  return result;
}

function fromCollectionPackage(collections: peer.CollectionConfigPackage | undefined): CollectionDefinition[] {
  return (collections?.getConfigList() ?? []).flatMap((config) => {
    const collection = config.getStaticCollectionConfig();
    return collection === undefined ? [] : [fromStaticCollection(collection)];
  });
}

function fromStaticCollection(collection: peer.StaticCollectionConfig): CollectionDefinition {
  const members = collection.getMemberOrgsPolicy()?.getSignaturePolicy();
  const endorsementPolicy = collection.getEndorsementPolicy();
  return {
    name: collection.getName(),
    policy: members?.serializeBinary() ?? new Uint8Array(),
    requiredPeerCount: collection.getRequiredPeerCount(),
    maxPeerCount: collection.getMaximumPeerCount(),
    blockToLive: collection.getBlockToLive(),
    memberOnlyRead: collection.getMemberOnlyRead(),
    memberOnlyWrite: collection.getMemberOnlyWrite(),
    ...(endorsementPolicy && { endorsementPolicy: fromApplicationPolicy(endorsementPolicy) }),
  };
}

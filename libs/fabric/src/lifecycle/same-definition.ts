import { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition, EndorsementPolicy } from './chaincode-definition';
import { fillDefinition } from './definition-protos';

/** The policy that peers fill in for definitions without one (Fabric's `core/chaincode/lifecycle/lifecycle.go`). */
const DEFAULT_POLICY: EndorsementPolicy = {
  type: 'reference',
  channelConfigPolicyReference: '/Channel/Application/Endorsement',
};

/** Whether two definitions agree on everything but the sequence, defaults filled in. */
export function sameDefinition(a: ChaincodeDefinition, b: ChaincodeDefinition): boolean {
  return agreedBytes(a).equals(agreedBytes(b));
}

function agreedBytes({ endorsementPolicy = DEFAULT_POLICY, ...definition }: ChaincodeDefinition): Buffer {
  const message = new peer.lifecycle.CommitChaincodeDefinitionArgs();
  return Buffer.from(fillDefinition(message, { ...definition, endorsementPolicy, sequence: 1 }).serializeBinary());
}

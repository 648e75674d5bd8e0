import {
  parsePolicy,
  toSignaturePolicyEnvelope,
  type ChaincodeDefinition,
  type EndorsementPolicy,
} from '@heddle/fabric';
import type { ChaincodeWorld } from './chaincode-world';

const policyBytes = (text: string): Uint8Array => toSignaturePolicyEnvelope(parsePolicy(text)).serializeBinary();

const signature = (text: string): EndorsementPolicy => ({ type: 'signature', signaturePolicy: policyBytes(text) });

/** The definition in Fabric's terms, as one organization approves it. */
export function fabricDefinition(
  { chaincode, definition }: ChaincodeWorld,
  packageId: string | undefined,
): ChaincodeDefinition {
  const { version, sequence, endorsementPolicy, collections, initRequired } = definition;
  return {
    name: chaincode.name,
    version,
    sequence,
    initRequired,
    ...(endorsementPolicy !== null && { endorsementPolicy: signature(endorsementPolicy) }),
    collections: collections.map(({ policy, endorsementPolicy: endorsement, ...collection }) => ({
      ...collection,
      policy: policyBytes(policy),
      ...(endorsement !== null && { endorsementPolicy: signature(endorsement) }),
    })),
    ...(packageId !== undefined && { packageId }),
  };
}

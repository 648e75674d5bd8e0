import { parsePolicy, signaturePolicyBytes, toEndorsementPolicy, type ChaincodeDefinition } from '@heddle/fabric';
import type { ChaincodeWorld } from '../world/chaincode-world';

/** The definition in Fabric's terms, as one organization approves it. */
export function fabricDefinition(
  { chaincode, definition }: Pick<ChaincodeWorld, 'chaincode' | 'definition'>,
  packageId: string | undefined,
): ChaincodeDefinition {
  const { version, sequence, endorsementPolicy, collections, initRequired } = definition;
  return {
    name: chaincode.name,
    version,
    sequence,
    initRequired,
    ...(endorsementPolicy !== null && { endorsementPolicy: toEndorsementPolicy(endorsementPolicy) }),
    collections: collections.map(({ policy, endorsementPolicy: endorsement, ...collection }) => ({
      ...collection,
      policy: signaturePolicyBytes(parsePolicy(policy)),
      ...(endorsement !== null && { endorsementPolicy: toEndorsementPolicy(endorsement) }),
    })),
    ...(packageId !== undefined && { packageId }),
  };
}

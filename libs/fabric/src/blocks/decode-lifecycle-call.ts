import { peer } from '@hyperledger/fabric-protos';
import { toStoredDefinition } from '../lifecycle/definition-protos';
import type { ChaincodeInvocation, LifecycleCall } from './endorser-content';

/** The definition that a call of `_lifecycle` approves or commits; null for other calls and unreadable arguments. */
export function decodeLifecycleCall({ chaincodeName, ...call }: ChaincodeInvocation): LifecycleCall | null {
  const [argument] = call.arguments;
  if (chaincodeName !== '_lifecycle' || argument === undefined) return null;
  switch (call.function) {
    case 'ApproveChaincodeDefinitionForMyOrg':
      return { function: call.function, definition: approved(argument) };
    case 'CommitChaincodeDefinition':
      return { function: call.function, definition: committed(argument) };
    default:
      return null;
  }
}

function approved(argument: Buffer): LifecycleCall['definition'] {
  const message = peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(argument);
  const packageId = message.getSource()?.getLocalPackage()?.getPackageId();
  return { ...toStoredDefinition(message.getName(), message), ...(packageId !== undefined && { packageId }) };
}

function committed(argument: Buffer): LifecycleCall['definition'] {
  const message = peer.lifecycle.CommitChaincodeDefinitionArgs.deserializeBinary(argument);
  return toStoredDefinition(message.getName(), message);
}

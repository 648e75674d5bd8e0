import { isUtf8 } from 'node:buffer';
import { peer } from '@hyperledger/fabric-protos';
import { view } from './bytes';
import { decodeLifecycleCall } from './decode-lifecycle-call';
import { decodeReadWriteSets } from './decode-read-write-set';
import type { ChaincodeAction, TransactionEvent, ChaincodeId, ChaincodeInvocation } from './endorser-content';
import { decodeIdentity } from './identity';

/** Decodes a `peer.Transaction`. */
export function decodeEndorserTransaction(bytes: Uint8Array): ChaincodeAction[] {
  return peer.Transaction.deserializeBinary(bytes).getActionsList().map(decodeAction);
}

function decodeAction(transactionAction: peer.TransactionAction): ChaincodeAction {
  const payload = peer.ChaincodeActionPayload.deserializeBinary(transactionAction.getPayload_asU8());
  const endorsed = payload.getAction() ?? new peer.ChaincodeEndorsedAction();
  const response = peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8());
  const action = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
  const invocation = decodeInvocation(payload.getChaincodeProposalPayload_asU8());
  const result = action.getResponse();
  return {
    chaincode: decodeChaincodeId(action.getChaincodeId()),
    invocation,
    response: {
      status: result?.getStatus() ?? 0,
      message: result?.getMessage() ?? '',
      payload: view(result?.getPayload_asU8() ?? new Uint8Array()),
    },
    event: decodeEvent(action.getEvents_asU8()),
    readWriteSets: decodeReadWriteSets(action.getResults_asU8()),
    endorsements: endorsed.getEndorsementsList().map((endorsement) => ({
      endorser: decodeIdentity(endorsement.getEndorser_asU8()),
      signature: view(endorsement.getSignature_asU8()),
    })),
    proposalHash: view(response.getProposalHash_asU8()),
    lifecycle: decodeLifecycleCall(invocation),
  };
}

function decodeChaincodeId(id: peer.ChaincodeID | undefined): ChaincodeId {
  return { name: id?.getName() ?? '', version: id?.getVersion() ?? '', path: id?.getPath() ?? '' };
}

function decodeInvocation(bytes: Uint8Array): ChaincodeInvocation {
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(bytes);
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8()).getChaincodeSpec();
  const input = spec?.getInput() ?? new peer.ChaincodeInput();
  const decorations = input.getDecorationsMap().toArray() as [string, Uint8Array][];
  return {
    chaincodeName: spec?.getChaincodeId()?.getName() ?? '',
    ...decodeArguments(input.getArgsList_asU8().map(view)),
    isInit: input.getIsInit(),
    decorations: Object.fromEntries(decorations.map(([key, value]) => [key, view(value)])),
  };
}

function decodeArguments(all: readonly Buffer[]): Pick<ChaincodeInvocation, 'arguments' | 'function'> {
  const [first, ...rest] = all;
  return first === undefined || !isUtf8(first)
    ? { function: null, arguments: all }
    : { function: first.toString('utf8'), arguments: rest };
}

function decodeEvent(bytes: Uint8Array): TransactionEvent | null {
  if (bytes.length === 0) return null;
  const event = peer.ChaincodeEvent.deserializeBinary(bytes);
  return {
    chaincodeName: event.getChaincodeId(),
    transactionId: event.getTxId(),
    eventName: event.getEventName(),
    payload: view(event.getPayload_asU8()),
  };
}

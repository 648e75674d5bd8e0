import { common, peer } from '@hyperledger/fabric-protos';
import type { CallOptions } from './call-options';
import type { FabricError } from '../fabric-error';
import { AccessDeniedError, ProposalRefusedError } from './errors';
import type { PeerClient, Query } from './peer-client';
import { EndorsementRefusedError, EndorsementsDifferError, type Refusal } from './transaction-errors';

/** An endorsed transaction, not yet signed. */
export interface EndorsedTransaction {
  readonly transactionId: string;
  readonly envelope: common.Envelope;
}

/**
 * Has exactly these peers endorse one proposal of the first peer's signer, and assembles the transaction
 * (`protoutil.CreateSignedTx`). Unlike the gateway it needs no gossip knowledge, so it works on a channel
 * whose organizations have not met yet.
 * @throws EndorsementRefusedError when a peer refuses, EndorsementsDifferError when their results differ.
 */
export async function endorseOn(
  peers: readonly [PeerClient, ...PeerClient[]],
  query: Query,
  options?: CallOptions,
): Promise<EndorsedTransaction> {
  const { transactionId, proposal, signed } = await peers[0].newProposal(query);
  const request = { transactionId, proposal, signed };
  const answers = await Promise.allSettled(peers.map((endorser) => endorser.endorse(request, options)));
  rejectRefusals(peers, answers);
  const responses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  rejectDifferences(peers, responses);
  return { transactionId, envelope: assemble(proposal, responses) };
}

function rejectRefusals(peers: readonly PeerClient[], answers: readonly PromiseSettledResult<unknown>[]): void {
  const refusals: Refusal[] = [];
  answers.forEach((answer, index) => {
    if (answer.status === 'fulfilled') return;
    const error: unknown = answer.reason;
    if (!(error instanceof ProposalRefusedError) && !(error instanceof AccessDeniedError)) throw error;
    refusals.push({ address: peers[index]?.address ?? '', mspId: '', message: wordsOf(error) });
  });
  if (refusals.length > 0) throw new EndorsementRefusedError(refusals, '');
}

function wordsOf(error: FabricError): string {
  return error instanceof ProposalRefusedError ? error.detail : error.message;
}

function rejectDifferences(peers: readonly PeerClient[], responses: readonly peer.ProposalResponse[]): void {
  const [first, ...others] = responses.map((response) => Buffer.from(response.getPayload_asU8()));
  if (others.every((payload) => first?.equals(payload))) return;
  throw new EndorsementsDifferError(
    peers.map(({ address }) => ({ address, mspId: '', message: 'a result of its own' })),
    { remedy: 'The endorsers have different state or chaincode: wait until all have caught up, then try again.' },
  );
}

function assemble(proposal: peer.Proposal, responses: readonly peer.ProposalResponse[]): common.Envelope {
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responses[0]?.getPayload_asU8() ?? new Uint8Array());
  endorsed.setEndorsementsList(responses.map((response) => response.getEndorsement() ?? new peer.Endorsement()));
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(withoutTransient(proposal.getPayload_asU8()));
  actionPayload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setHeader(header.getSignatureHeader_asU8());
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope;
}

function withoutTransient(payload: Uint8Array): Uint8Array {
  const result = peer.ChaincodeProposalPayload.deserializeBinary(payload);
  result.getTransientmapMap().clear();
  return result.serializeBinary();
}

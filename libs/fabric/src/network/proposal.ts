import { common, peer } from '@hyperledger/fabric-protos';
import type { Signer } from '../signer';
import { newChannelHeader, newHeader } from './envelope';
import { newTransactionContext } from './transaction-context';

export interface ProposalOptions {
  /** Empty for proposals to a peer's system chaincode outside of any channel. */
  readonly channel: string;
  readonly chaincode: string;
  readonly fn: string;
  readonly args?: readonly (string | Uint8Array)[];
  /** Set for the one call of Init that a definition with `initRequired` requires. */
  readonly isInit?: boolean;
  /** Private input: seen by endorsing peers, never written to the ledger. */
  readonly transient?: Readonly<Record<string, string | Uint8Array>>;
  readonly signer: Signer;
  readonly tlsCertificateHash?: Uint8Array | undefined;
}

/** A proposal that is signed and ready for any number of endorsers. */
export interface NewProposal {
  readonly transactionId: string;
  readonly proposal: peer.Proposal;
  readonly signed: peer.SignedProposal;
}

/** Builds and signs a chaincode proposal as `protoutil/proputils.go` lays it out. */
export async function newProposal(options: ProposalOptions): Promise<NewProposal> {
  const context = newTransactionContext(options.signer);
  const proposal = new peer.Proposal();
  proposal.setHeader(newHeader(proposalHeader(options, context.transactionId), context).serializeBinary());
  proposal.setPayload(proposalPayload(options).serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal.serializeBinary());
  signed.setSignature(await options.signer.sign(signed.getProposalBytes_asU8()));
  return { transactionId: context.transactionId, proposal, signed };
}

function proposalHeader(options: ProposalOptions, transactionId: string): common.ChannelHeader {
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId(options.chaincode));
  return newChannelHeader({
    type: common.HeaderType.ENDORSER_TRANSACTION,
    channel: options.channel,
    transactionId,
    extension: extension.serializeBinary(),
    tlsCertificateHash: options.tlsCertificateHash,
  });
}

function proposalPayload(options: ProposalOptions): peer.ChaincodeProposalPayload {
  const { chaincode, fn, args = [], isInit = false, transient = {} } = options;
  const input = new peer.ChaincodeInput();
  input.setArgsList([fn, ...args].map(bytesOf));
  input.setIsInit(isInit);
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.GOLANG);
  spec.setChaincodeId(chaincodeId(chaincode));
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  for (const [key, value] of Object.entries(transient)) payload.getTransientmapMap().set(key, bytesOf(value));
  return payload;
}

const bytesOf = (value: string | Uint8Array): Uint8Array => (typeof value === 'string' ? Buffer.from(value) : value);

function chaincodeId(name: string): peer.ChaincodeID {
  const id = new peer.ChaincodeID();
  id.setName(name);
  return id;
}

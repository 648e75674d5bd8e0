import { gateway } from '@hyperledger/fabric-protos';
import { newProposal, type ProposalOptions } from './proposal';

interface InitOptions extends Omit<ProposalOptions, 'isInit'> {
  readonly endorsingOrganizations?: readonly string[];
}

/** A signed call of Init as `gateway.ProposedTransaction`: fabric-gateway's own proposals cannot be one. */
export async function initProposal({ endorsingOrganizations = [], ...call }: InitOptions): Promise<Uint8Array> {
  const { transactionId, signed } = await newProposal({ ...call, isInit: true });
  const proposed = new gateway.ProposedTransaction();
  proposed.setTransactionId(transactionId);
  proposed.setProposal(signed);
  proposed.setEndorsingOrganizationsList([...endorsingOrganizations]);
  return proposed.serializeBinary();
}

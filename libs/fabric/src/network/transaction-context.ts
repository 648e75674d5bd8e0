import { createHash, randomBytes } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import type { Signer } from '../signer';

const NONCE_LENGTH = 24;

/** The creator, nonce and transaction id that a proposal and its transaction share (`protoutil.ComputeTxID`). */
export interface TransactionContext {
  readonly transactionId: string;
  readonly signatureHeader: common.SignatureHeader;
}

export function newTransactionContext(signer: Signer): TransactionContext {
  const creator = serializedIdentity(signer);
  const nonce = randomBytes(NONCE_LENGTH);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator);
  signatureHeader.setNonce(nonce);
  return { transactionId: createHash('sha256').update(nonce).update(creator).digest('hex'), signatureHeader };
}

/** A signer as Fabric names it on the wire: an encoded `msp.SerializedIdentity`. */
export function serializedIdentity({ mspId, credentials }: Signer): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(credentials);
  return identity.serializeBinary();
}

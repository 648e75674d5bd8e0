import { common, peer } from '@hyperledger/fabric-protos';
import { view } from './bytes';
import { decodeConfig, decodeConfigUpdate } from './decode-config';
import { decodeEndorserTransaction } from './decode-endorser-transaction';
import { decodeHeader, type DecodedHeader } from './decode-header';
import { protoName } from './proto-name';
import type { Transaction, TransactionContent } from './transaction';

const NO_HEADER: DecodedHeader = {
  transactionId: '',
  type: 'UNKNOWN',
  channel: '',
  timestamp: null,
  epoch: 0,
  creator: null,
  nonce: Buffer.alloc(0),
};

/** Decodes the envelope at a position of a block; never throws, as blocks hold what clients sent. */
export function decodeTransaction(
  bytes: Uint8Array,
  index: number,
  code: number = peer.TxValidationCode.NOT_VALIDATED,
): Transaction {
  const frame = { index, validationCode: protoName(peer.TxValidationCode, code) };
  try {
    return { ...frame, ...decodeEnvelope(common.Envelope.deserializeBinary(bytes)) };
  } catch (error) {
    return { ...frame, ...NO_HEADER, signature: Buffer.alloc(0), content: undecodable(bytes, error) };
  }
}

function decodeEnvelope(envelope: common.Envelope): Omit<Transaction, 'index' | 'validationCode'> {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const header = decodeHeader(payload);
  const content = decodeContent(header, payload.getData_asU8());
  return { ...header, signature: view(envelope.getSignature_asU8()), content };
}

function decodeContent(header: DecodedHeader, data: Uint8Array): TransactionContent {
  try {
    switch (header.type) {
      case 'ENDORSER_TRANSACTION':
        return { kind: 'endorser', actions: decodeEndorserTransaction(data) };
      case 'CONFIG':
        return { kind: 'config', ...decodeConfig(data) };
      case 'CONFIG_UPDATE':
        return { kind: 'configUpdate', ...decodeConfigUpdate(data) };
      case 'ORDERER_TRANSACTION':
        return { kind: 'ordererTransaction', transaction: decodeTransaction(data, 0) };
      default:
        return { kind: 'other', data: view(data) };
    }
  } catch (error) {
    return undecodable(data, error);
  }
}

function undecodable(data: Uint8Array, error: unknown): TransactionContent {
  return { kind: 'undecodable', data: view(data), problem: error instanceof Error ? error.message : String(error) };
}

import { common } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import type { Signer } from '../signer';
import type { TransactionContext } from './transaction-context';

export type HeaderType = common.HeaderTypeMap[keyof common.HeaderTypeMap];

export interface ChannelHeaderFields {
  readonly type: HeaderType;
  /** Empty for requests that belong to no channel. */
  readonly channel: string;
  readonly transactionId?: string;
  /** Encoded `ChaincodeHeaderExtension` of a proposal. */
  readonly extension?: Uint8Array;
  readonly tlsCertificateHash?: Uint8Array | undefined;
}

export function newChannelHeader(fields: ChannelHeaderFields): common.ChannelHeader {
  const header = new common.ChannelHeader();
  header.setType(fields.type);
  header.setChannelId(fields.channel);
  header.setTimestamp(Timestamp.fromDate(new Date()));
  if (fields.transactionId !== undefined) header.setTxId(fields.transactionId);
  if (fields.extension !== undefined) header.setExtension$(fields.extension);
  if (fields.tlsCertificateHash !== undefined) header.setTlsCertHash(fields.tlsCertificateHash);
  return header;
}

export function newHeader(channelHeader: common.ChannelHeader, { signatureHeader }: TransactionContext): common.Header {
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  return header;
}

/** A `common.Envelope` around data, signed. */
export async function signEnvelope(header: common.Header, data: Uint8Array, signer: Signer): Promise<common.Envelope> {
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(data);
  const bytes = payload.serializeBinary();
  const envelope = new common.Envelope();
  envelope.setPayload(bytes);
  envelope.setSignature(await signer.sign(bytes));
  return envelope;
}

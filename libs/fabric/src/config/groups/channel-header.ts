import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';

/** Bytes of a nonce in a signature header (`common/crypto`). */
export const NONCE_LENGTH = 24;

interface HeaderInput {
  readonly type: common.HeaderTypeMap[keyof common.HeaderTypeMap];
  readonly version: number;
  readonly channelName: string;
  readonly timestamp: Date;
  /** `SerializedIdentity` bytes; empty when there is no signer. */
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
}

/** The header of a configuration payload; its transaction id hashes nonce and creator (`protoutil.ComputeTxID`). */
export function payloadHeader({ type, version, channelName, timestamp, creator, nonce }: HeaderInput): common.Header {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(type);
  channelHeader.setVersion(version);
  channelHeader.setTimestamp(timestampOf(timestamp));
  channelHeader.setChannelId(channelName);
  channelHeader.setTxId(createHash('sha256').update(nonce).update(creator).digest('hex'));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader(creator, nonce).serializeBinary());
  return header;
}

export function signatureHeader(creator: Uint8Array, nonce: Uint8Array): common.SignatureHeader {
  const header = new common.SignatureHeader();
  header.setCreator(creator);
  header.setNonce(nonce);
  return header;
}

function timestampOf(date: Date): Timestamp {
  const timestamp = new Timestamp();
  timestamp.fromDate(date);
  return timestamp;
}

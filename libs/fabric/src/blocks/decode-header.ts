import { common } from '@hyperledger/fabric-protos';
import { decodeSignatureHeader } from './identity';
import { protoName } from './proto-name';
import type { Transaction } from './transaction';

export type DecodedHeader = Omit<Transaction, 'content' | 'index' | 'signature' | 'validationCode'>;

/**
 * Decodes both headers of a payload.
 * @throws Error when there are none; envelopes without a header are valid protobuf.
 */
export function decodeHeader(payload: common.Payload): DecodedHeader {
  const header = payload.getHeader();
  if (header === undefined) throw new Error('the payload has no header');
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  return {
    transactionId: channelHeader.getTxId(),
    type: protoName(common.HeaderType, channelHeader.getType()),
    channel: channelHeader.getChannelId(),
    timestamp: channelHeader.getTimestamp()?.toDate() ?? null,
    epoch: channelHeader.getEpoch(),
    ...decodeSignatureHeader(header.getSignatureHeader_asU8()),
  };
}

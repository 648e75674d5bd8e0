import { common, orderer } from '@hyperledger/fabric-protos';
import type { Signer } from '../signer';
import { newChannelHeader, newHeader, signEnvelope } from './envelope';
import { newTransactionContext } from './transaction-context';

/** Where a stream of blocks starts or stops: a block number, or a position that the node resolves. */
export type SeekPosition = number | 'oldest' | 'newest' | 'next-commit';

export interface SeekOptions {
  readonly channel: string;
  readonly start: SeekPosition;
  /** Without it the stream goes on with new blocks as they are committed. */
  readonly stop?: SeekPosition;
  readonly signer: Signer;
  readonly tlsCertificateHash?: Uint8Array | undefined;
}

/** A signed request to a Deliver service of peer or orderer (Fabric's `common/deliver`). */
export function newSeekRequest(options: SeekOptions): Promise<common.Envelope> {
  const { channel, start, stop = Number.MAX_SAFE_INTEGER, signer, tlsCertificateHash } = options;
  const seek = new orderer.SeekInfo();
  seek.setStart(position(start));
  seek.setStop(position(stop));
  // An orderer without a leader still has its blocks, and returns them with this setting.
  seek.setErrorResponse(orderer.SeekInfo.SeekErrorResponse.BEST_EFFORT);
  seek.setBehavior(orderer.SeekInfo.SeekBehavior.BLOCK_UNTIL_READY);
  const channelHeader = newChannelHeader({ type: common.HeaderType.DELIVER_SEEK_INFO, channel, tlsCertificateHash });
  const header = newHeader(channelHeader, newTransactionContext(signer));
  return signEnvelope(header, seek.serializeBinary(), signer);
}

function position(at: SeekPosition): orderer.SeekPosition {
  const result = new orderer.SeekPosition();
  switch (at) {
    case 'oldest':
      result.setOldest(new orderer.SeekOldest());
      break;
    case 'newest':
      result.setNewest(new orderer.SeekNewest());
      break;
    case 'next-commit':
      result.setNextCommit(new orderer.SeekNextCommit());
      break;
    default:
      result.setSpecified(specified(at));
  }
  return result;
}

function specified(number: number): orderer.SeekSpecified {
  const result = new orderer.SeekSpecified();
  result.setNumber(number);
  return result;
}

import type { peer } from '@hyperledger/fabric-protos';
import type { CallOptions } from './call-options';
import { CallTimeoutError, LedgerEntryNotFoundError } from './errors';
import type { DiscoveryClient, EndorsementPlan } from './discovery-client';
import type { ChannelInfo, PeerClient } from './peer-client';
import { pollUntil, retrying } from './retry';

/** Waits until the peer has at least `height` blocks of the channel, also across its restarts; 60 s by default. */
export function waitForHeight(
  peer: PeerClient,
  channel: string,
  height: number,
  options: CallOptions = {},
): Promise<ChannelInfo> {
  return pollUntil(
    async (attempt) => {
      const info = await peer.channelInfo(channel, attempt);
      return info.height >= height ? info : undefined;
    },
    (cause) => new CallTimeoutError(peer.address, `height ${String(height)} of channel ${channel}`, { cause }),
    options,
  );
}

/** Waits until the peer has the transaction in a block, valid or not; 60 s by default. */
export function waitForTransaction(
  peer: PeerClient,
  channel: string,
  transactionId: string,
  options: CallOptions = {},
): Promise<peer.ProcessedTransaction> {
  return pollUntil(
    async (attempt) => {
      try {
        return await peer.transactionById(channel, transactionId, attempt);
      } catch (error) {
        if (error instanceof LedgerEntryNotFoundError) return undefined;
        throw error;
      }
    },
    (cause) => new CallTimeoutError(peer.address, `transaction ${transactionId} of channel ${channel}`, { cause }),
    options,
  );
}

/**
 * Waits until the peer knows, through gossip, enough peers to endorse the chaincode; 60 s by default. Until then its
 * gateway refuses to submit. A fresh channel or definition takes some seconds, by the peers' gossip intervals.
 */
export function waitForEndorsers(
  discovery: DiscoveryClient,
  channel: string,
  chaincode: string,
  options: CallOptions = {},
): Promise<EndorsementPlan> {
  return retrying((attempt) => discovery.endorsers(channel, chaincode, attempt), options);
}

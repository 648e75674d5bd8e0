import { common, peer } from '@hyperledger/fabric-protos';
import { FabricError } from '../fabric-error';
import { AccessDeniedError, LedgerEntryNotFoundError, UnreachableError } from './errors';
import type { ClientOptions } from './peer-client';
import { wait } from './retry';
import { newSeekRequest } from './seek';
import { statusName } from './status-name';
import { OrdererRefusedError } from './transaction-errors';

export interface BlockEventsOptions {
  /** The first block wanted; without it, the next one that is committed. */
  readonly from?: number | undefined;
  /** Ends the stream: the iteration then throws `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

const RECONNECT_PAUSE = 250;

/** One stream of a peer's Deliver service (Fabric's `core/peer/deliverevents.go`). */
export async function* deliverBlocks(
  { connection, signer }: ClientOptions,
  channel: string,
  { from, signal }: BlockEventsOptions,
): AsyncGenerator<common.Block, void, undefined> {
  const request = await newSeekRequest({
    channel,
    start: from ?? 'next-commit',
    signer,
    tlsCertificateHash: connection.tlsClientCertificateHash,
  });
  for await (const response of connection.exchange(peer.DeliverService.deliver, request, { signal })) {
    const block = response.getBlock();
    if (block === undefined) throw statusError(connection.address, channel, response.getStatus());
    yield block;
  }
  throw new UnreachableError(connection.address, 'the peer ended the stream of blocks');
}

/** The source of blocks; a {@link GatewayClient}. */
export interface BlockSource {
  blockEvents(channel: string, options: BlockEventsOptions): AsyncIterable<common.Block>;
}

/**
 * Blocks in order, each once, across restarts of the peer: when the stream breaks with a retryable error it is reopened
 * where it broke. Ends only by the consumer, an abort, or an error that is not retryable.
 */
export async function* followBlocks(
  source: BlockSource,
  channel: string,
  { from, signal }: BlockEventsOptions = {},
): AsyncGenerator<common.Block, void, undefined> {
  let next = from;
  for (;;) {
    try {
      for await (const block of source.blockEvents(channel, { from: next, signal })) {
        yield block;
        next = (block.getHeader()?.getNumber() ?? 0) + 1;
      }
    } catch (error) {
      if (!(error instanceof FabricError) || !error.retryable) throw error;
    }
    await wait(RECONNECT_PAUSE, signal);
  }
}

function statusError(address: string, channel: string, status: number): Error {
  switch (status) {
    case common.Status.NOT_FOUND:
      return new LedgerEntryNotFoundError(address, `channel ${channel}`);
    case common.Status.FORBIDDEN:
      return new AccessDeniedError(address, `blocks of channel ${channel}`);
    case common.Status.SERVICE_UNAVAILABLE:
      return new UnreachableError(address, 'the peer is shutting down or not ready');
    default:
      return new OrdererRefusedError(statusName(status), `blocks of channel ${channel} from ${address}`);
  }
}

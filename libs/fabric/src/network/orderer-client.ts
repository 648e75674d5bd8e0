import { common, orderer } from '@hyperledger/fabric-protos';
import { lastConfigIndex } from '../config/genesis/config-block';
import type { Signer } from '../signer';
import { DEFAULT_QUERY_TIMEOUT, type CallOptions } from './call-options';
import { FabricConnection, type NodeEndpoint } from './connection';
import { AccessDeniedError, LedgerEntryNotFoundError, ProtocolError } from './errors';
import { fromOrdererStatus } from './orderer-status';
import type { ClientOptions } from './peer-client';
import { retrying } from './retry';
import { newSeekRequest, type SeekPosition } from './seek';
import { statusName } from './status-name';
import { OrderingUnavailableError } from './transaction-errors';

/**
 * One orderer's AtomicBroadcast service (Fabric's `orderer/common/server`).
 *
 * Rejects with {@link OrderingUnavailableError} (retryable) while the channel has no leader,
 * {@link OrdererRefusedError}, {@link AccessDeniedError} and the connection's errors.
 */
export class OrdererClient {
  readonly connection: FabricConnection;
  readonly signer: Signer;

  constructor({ connection, signer }: ClientOptions) {
    this.connection = connection;
    this.signer = signer;
  }

  get address(): string {
    return this.connection.address;
  }

  /** Sends one envelope, once. Success means that the orderer accepted it, not that it is in a block. */
  async broadcastOnce(envelope: common.Envelope, options: CallOptions = {}): Promise<void> {
    const { timeout = DEFAULT_QUERY_TIMEOUT } = options;
    const responses = this.connection.exchange(orderer.AtomicBroadcastService.broadcast, envelope, {
      ...options,
      timeout,
    });
    for await (const response of responses) {
      const status = response.getStatus();
      if (status === common.Status.SUCCESS) return;
      throw this.#statusError(status, response.getInfo());
    }
    throw new ProtocolError(this.address, 'the broadcast stream ended without a response');
  }

  /**
   * Sends one envelope, with retries while the orderer is unavailable or has no leader (60 s by default).
   * Safe for config updates: a second copy of an accepted one is rejected by its read set.
   */
  async broadcast(envelope: common.Envelope, options: CallOptions = {}): Promise<void> {
    await retrying((attempt) => this.broadcastOnce(envelope, attempt), options);
  }

  /** A block of a channel from this orderer, even without a leader. Waits for a block that does not exist yet. */
  async block(
    channel: string,
    at: Exclude<SeekPosition, 'next-commit'>,
    options: CallOptions = {},
  ): Promise<common.Block> {
    const { timeout = DEFAULT_QUERY_TIMEOUT } = options;
    const request = await newSeekRequest({
      channel,
      start: at,
      stop: at,
      signer: this.signer,
      tlsCertificateHash: this.connection.tlsClientCertificateHash,
    });
    const responses = this.connection.exchange(orderer.AtomicBroadcastService.deliver, request, {
      ...options,
      timeout,
    });
    for await (const response of responses) {
      const block = response.getBlock();
      if (block !== undefined) return block;
      throw this.#deliverError(channel, response.getStatus());
    }
    throw new ProtocolError(this.address, 'the deliver stream ended without a block');
  }

  /** The channel's newest config block: the newest block names it in its metadata. */
  async configBlock(channel: string, options: CallOptions = {}): Promise<common.Block> {
    const newest = await this.block(channel, 'newest', options);
    return this.block(channel, lastConfigIndex(newest), options);
  }

  /** Closes the connection. Only for clients that own theirs, as those of {@link connectOrderer}. */
  close(): void {
    this.connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #deliverError(channel: string, status: number): Error {
    if (status === common.Status.NOT_FOUND) return new LedgerEntryNotFoundError(this.address, `channel ${channel}`);
    return this.#statusError(status, '');
  }

  #statusError(status: number, info: string): Error {
    switch (status) {
      case common.Status.SERVICE_UNAVAILABLE:
        return new OrderingUnavailableError([], `${this.address} ${info}`.trim());
      case common.Status.FORBIDDEN:
        return new AccessDeniedError(this.address, info === '' ? statusName(status) : info);
      default:
        return fromOrdererStatus(statusName(status), info);
    }
  }
}

/** An {@link OrdererClient} with a connection of its own; close it when done. */
export function connectOrderer({ endpoint, signer }: { endpoint: NodeEndpoint; signer: Signer }): OrdererClient {
  return new OrdererClient({ connection: new FabricConnection(endpoint), signer });
}

import { peer } from '@hyperledger/fabric-protos';
import type { Signer } from '../signer';
import type { CallOptions } from './call-options';
import type { FabricConnection } from './connection';
import { CallTimeoutError, RemoteCallError } from './errors';
import { PeerClient, type ClientOptions } from './peer-client';
import { pollUntil } from './retry';
import { newTransactionContext } from './transaction-context';

/** Answers of `core/ledger/kvledger/snapshot_mgmt.go`. */
const OUTDATED = /cannot be less than the last committed block number/;
const GENERATED = /snapshot already generated for block number/;
const REQUESTED = /duplicate snapshot request for block number/;

/** Milliseconds: reading a large state takes minutes. */
const GENERATED_WITHIN = 3_600_000;

/** A complete snapshot of a channel. */
export interface Snapshot {
  /** Number of the last block that is in it. */
  readonly block: number;
  /** Whether this call requested it: another client may have done so before. */
  readonly created: boolean;
}

/**
 * The snapshot service of one peer (Fabric's `core/ledger/snapshotgrpc`), for administrators of its organization.
 * Snapshots are folders below the peer's `ledger.snapshots.rootDir`.
 */
export class SnapshotClient {
  readonly #connection: FabricConnection;
  readonly #signer: Signer;
  readonly #peer: PeerClient;

  constructor({ connection, signer }: ClientOptions) {
    this.#connection = connection;
    this.#signer = signer;
    this.#peer = new PeerClient({ connection, signer });
  }

  /**
   * Generates a snapshot of the channel after its newest block and waits until it is complete. The peer commits no block meanwhile. A channel with nothing but its genesis block has no snapshot.
   */
  async take(channel: string, options: CallOptions = {}): Promise<Snapshot> {
    const limits = { timeout: GENERATED_WITHIN, ...options };
    const late = () => new CallTimeoutError(this.#connection.address, `a snapshot of channel ${channel}`);
    const snapshot = await pollUntil((attempt) => this.#requested(channel, attempt), late, limits);
    const open = async (attempt: CallOptions) =>
      (await this.pending(channel, attempt)).includes(snapshot.block) ? undefined : snapshot;
    return pollUntil(open, late, limits);
  }

  /** Numbers of the blocks after which snapshots were requested and are not complete. */
  async pending(channel: string, options?: CallOptions): Promise<number[]> {
    const query = new peer.SnapshotQuery();
    query.setChannelId(channel);
    const signed = await this.#signed(query);
    const answer = await this.#connection.unary(peer.SnapshotService.queryPendings, signed, options);
    return answer.getBlockNumbersList();
  }

  /** Requests a snapshot after the newest block; undefined if another block was committed before the request. */
  async #requested(channel: string, options: CallOptions): Promise<Snapshot | undefined> {
    const block = (await this.#peer.channelInfo(channel, options)).height - 1;
    const request = new peer.SnapshotRequest();
    request.setChannelId(channel);
    request.setBlockNumber(block);
    try {
      await this.#connection.unary(peer.SnapshotService.generate, await this.#signed(request), options);
    } catch (error) {
      if (!(error instanceof RemoteCallError)) throw error;
      if (OUTDATED.test(error.message)) return undefined;
      if (!GENERATED.test(error.message) && !REQUESTED.test(error.message)) throw error;
      return { block, created: false };
    }
    return { block, created: true };
  }

  async #signed(request: peer.SnapshotRequest | peer.SnapshotQuery): Promise<peer.SignedSnapshotRequest> {
    request.setSignatureHeader(newTransactionContext(this.#signer).signatureHeader);
    const signed = new peer.SignedSnapshotRequest();
    signed.setRequest(request.serializeBinary());
    signed.setSignature(await this.#signer.sign(signed.getRequest_asU8()));
    return signed;
  }
}

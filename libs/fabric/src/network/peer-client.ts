import { common, peer } from '@hyperledger/fabric-protos';
import type { Signer } from '../signer';
import type { CallOptions } from './call-options';
import { FabricConnection, type NodeEndpoint } from './connection';
import {
  AccessDeniedError,
  CallTimeoutError,
  LedgerEntryNotFoundError,
  ProposalRefusedError,
  ProtocolError,
} from './errors';
import { saysAccessDenied } from './grpc-errors';
import { newProposal, type NewProposal, type ProposalOptions } from './proposal';
import { pollUntil } from './retry';

/** The node, and the identity of the client. */
export interface ClientOptions {
  readonly connection: FabricConnection;
  readonly signer: Signer;
}

/** A peer's ledger of one channel, as in `common.BlockchainInfo`; the hashes are of the newest and the one before. */
export interface ChannelInfo {
  /** Number of blocks: the newest block has number `height - 1`. */
  readonly height: number;
  readonly currentBlockHash: Uint8Array;
  readonly previousBlockHash: Uint8Array;
}

/** The content of a proposal; signer and connection are the client's. */
export type Query = Omit<ProposalOptions, 'signer' | 'tlsCertificateHash'>;

/** For an unknown hash, qscc puts the hash's raw bytes into its message, which then cannot be encoded. */
const NOT_FOUND = /no such|not found|not exist|unknown channel|invalid chain id|invalid UTF-8/i;
const OK_BELOW = 400;
const IMPORTING = /a ledger is being created from a snapshot/;
const LEDGER_EXISTS = /ledger \[.*\] already exists/;
/** Milliseconds, of which a peer takes a few. */
const LISTED_WITHIN = 10_000;
/** Milliseconds: importing a large state takes minutes. */
const JOINED_BY_SNAPSHOT_WITHIN = 3_600_000;

/**
 * One peer, through its endorser service: channels, blocks and transactions
 * (system chaincodes `cscc` and `qscc`, Fabric's core/scc).
 *
 * Every method rejects with a typed {@link FabricError}: {@link UnreachableError}, {@link TlsRefusedError},
 * {@link AccessDeniedError}, {@link CallTimeoutError}, {@link ProposalRefusedError}, {@link LedgerEntryNotFoundError}.
 */
export class PeerClient {
  readonly connection: FabricConnection;
  readonly signer: Signer;

  constructor({ connection, signer }: ClientOptions) {
    this.connection = connection;
    this.signer = signer;
  }

  get address(): string {
    return this.connection.address;
  }

  /** Joins the channel of a genesis block. Rejects when the peer has joined it; see {@link ensureJoined}. */
  async joinChannel(block: Uint8Array, options?: CallOptions): Promise<void> {
    await this.query({ channel: '', chaincode: 'cscc', fn: 'JoinChain', args: [block] }, options);
  }

  /** Joins the channel unless the peer has joined it before; also correct with concurrent callers. */
  async ensureJoined(channel: string, block: Uint8Array, options?: CallOptions): Promise<void> {
    if ((await this.channels(options)).includes(channel)) return;
    try {
      await this.joinChannel(block, options);
    } catch (error) {
      if (!(error instanceof ProposalRefusedError)) throw error;
      if (LEDGER_EXISTS.test(error.detail)) return this.#untilListed(channel, error, options);
      if (!(await this.channels(options)).includes(channel)) throw error;
    }
  }

  /** The second of two joins is refused as soon as the ledger exists; the peer lists the channel a moment later. */
  async #untilListed(channel: string, refusal: ProposalRefusedError, options?: CallOptions): Promise<void> {
    await pollUntil(
      async (attempt) => ((await this.channels(attempt)).includes(channel) ? true : undefined),
      () => refusal,
      { ...options, timeout: LISTED_WITHIN },
    );
  }

  /**
   * Joins the channel by the folder of a snapshot of it, which the peer must be able to read, unless the peer has joined
   * it before. Rejects with {@link ProtocolError} if the peer makes no ledger of it; its log says why.
   */
  async ensureJoinedBySnapshot(channel: string, folder: string, options: CallOptions = {}): Promise<void> {
    let begun = false;
    await pollUntil(
      async (attempt) => {
        const status = await this.#joinBySnapshotStatus(attempt);
        if ((await this.channels(attempt)).includes(channel)) return true;
        if (status.getInProgress()) return undefined;
        if (begun) throw new ProtocolError(this.address, `no ledger of channel ${channel} after a join by snapshot`);
        begun = await this.#joinBySnapshot(folder, attempt);
        return undefined;
      },
      (cause) => new CallTimeoutError(this.address, `the join of channel ${channel} by snapshot`, { cause }),
      { timeout: JOINED_BY_SNAPSHOT_WITHIN, ...options },
    );
  }

  /** Returns whether the join began: a peer imports one snapshot at a time. */
  async #joinBySnapshot(folder: string, options: CallOptions): Promise<boolean> {
    try {
      await this.query({ channel: '', chaincode: 'cscc', fn: 'JoinChainBySnapshot', args: [folder] }, options);
      return true;
    } catch (error) {
      if (error instanceof ProposalRefusedError && IMPORTING.test(error.detail)) return false;
      throw error;
    }
  }

  async #joinBySnapshotStatus(options: CallOptions): Promise<peer.JoinBySnapshotStatus> {
    const bytes = await this.query({ channel: '', chaincode: 'cscc', fn: 'JoinBySnapshotStatus' }, options);
    return peer.JoinBySnapshotStatus.deserializeBinary(bytes);
  }

  /** The names of the channels that this peer has joined, sorted. */
  async channels(options?: CallOptions): Promise<string[]> {
    const bytes = await this.query({ channel: '', chaincode: 'cscc', fn: 'GetChannels' }, options);
    const channels = peer.ChannelQueryResponse.deserializeBinary(bytes).getChannelsList();
    return channels.map((channel) => channel.getChannelId()).sort();
  }

  async channelInfo(channel: string, options?: CallOptions): Promise<ChannelInfo> {
    const info = common.BlockchainInfo.deserializeBinary(await this.#qscc('GetChainInfo', channel, [], options));
    return {
      height: info.getHeight(),
      currentBlockHash: info.getCurrentblockhash_asU8(),
      previousBlockHash: info.getPreviousblockhash_asU8(),
    };
  }

  async blockByNumber(channel: string, number: number, options?: CallOptions): Promise<common.Block> {
    return common.Block.deserializeBinary(await this.#qscc('GetBlockByNumber', channel, [String(number)], options));
  }

  /** @param hash SHA-256 of the block's header. */
  async blockByHash(channel: string, hash: Uint8Array, options?: CallOptions): Promise<common.Block> {
    return common.Block.deserializeBinary(await this.#qscc('GetBlockByHash', channel, [hash], options));
  }

  async blockByTransactionId(channel: string, transactionId: string, options?: CallOptions): Promise<common.Block> {
    return common.Block.deserializeBinary(await this.#qscc('GetBlockByTxID', channel, [transactionId], options));
  }

  /** The envelope with its validation code, valid or not. */
  async transactionById(
    channel: string,
    transactionId: string,
    options?: CallOptions,
  ): Promise<peer.ProcessedTransaction> {
    const bytes = await this.#qscc('GetTransactionByID', channel, [transactionId], options);
    return peer.ProcessedTransaction.deserializeBinary(bytes);
  }

  /** The newest config block of the channel. */
  async configBlock(channel: string, options?: CallOptions): Promise<common.Block> {
    const query = { channel, chaincode: 'cscc', fn: 'GetConfigBlock', args: [channel] };
    return common.Block.deserializeBinary(await this.query(query, options));
  }

  /** Queries any chaincode on exactly this peer and returns the response's payload. */
  async query(query: Query, options?: CallOptions): Promise<Uint8Array> {
    const proposal = await this.newProposal(query);
    return successful(await this.endorse(proposal, options)).getPayload_asU8();
  }

  /** A proposal in this client's name, to be endorsed by this and other peers. */
  newProposal(query: Query): Promise<NewProposal> {
    return newProposal({
      ...query,
      signer: this.signer,
      tlsCertificateHash: this.connection.tlsClientCertificateHash,
    });
  }

  /** This peer's response to a proposal; rejects with {@link ProposalRefusedError} unless its status is below 400. */
  async endorse({ signed }: NewProposal, options?: CallOptions): Promise<peer.ProposalResponse> {
    const answer = await this.connection.unary(peer.EndorserService.processProposal, signed, options);
    const response = answer.getResponse();
    if (response === undefined) throw new ProtocolError(this.address, 'a proposal response without a response');
    if (response.getStatus() < OK_BELOW) return answer;
    throw this.#refusal(response);
  }

  /** Closes the connection. Only for clients that own theirs, as those of {@link connectPeer}. */
  close(): void {
    this.connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #refusal(response: peer.Response): AccessDeniedError | ProposalRefusedError {
    const message = response.getMessage();
    if (saysAccessDenied(message)) return new AccessDeniedError(this.address, message);
    return new ProposalRefusedError(this.address, response.getStatus(), message);
  }

  async #qscc(
    fn: string,
    channel: string,
    args: readonly (string | Uint8Array)[],
    options: CallOptions | undefined,
  ): Promise<Uint8Array> {
    try {
      return await this.query({ channel, chaincode: 'qscc', fn, args: [channel, ...args] }, options);
    } catch (error) {
      if (!(error instanceof ProposalRefusedError) || !NOT_FOUND.test(error.detail)) throw error;
      throw new LedgerEntryNotFoundError(this.address, `such entry on channel ${channel}`, { cause: error });
    }
  }
}

/** A {@link PeerClient} with a connection of its own; close it when done. */
export function connectPeer({ endpoint, signer }: { endpoint: NodeEndpoint; signer: Signer }): PeerClient {
  return new PeerClient({ connection: new FabricConnection(endpoint), signer });
}

function successful(answer: peer.ProposalResponse): peer.Response {
  return answer.getResponse() ?? new peer.Response();
}

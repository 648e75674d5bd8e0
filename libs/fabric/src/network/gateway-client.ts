import type { CallOptions as GrpcCallOptions } from '@grpc/grpc-js';
import {
  connect,
  GatewayError,
  hash,
  type Gateway,
  type Proposal,
  type SubmittedTransaction,
  type Transaction,
} from '@hyperledger/fabric-gateway';
import { gateway, type common } from '@hyperledger/fabric-protos';
import type { Signer } from '../signer';
import { abortInterceptor } from './abort-interceptor';
import { DEFAULT_QUERY_TIMEOUT, DEFAULT_SUBMIT_TIMEOUT, deadlineOf, type CallOptions } from './call-options';
import { deliverBlocks, type BlockEventsOptions } from './block-events';
import { FabricConnection, type NodeEndpoint } from './connection';
import { fromGatewayError, type GatewayStage } from './gateway-errors';
import { fromLibraryError } from './grpc-errors';
import { initProposal } from './init-proposal';
import type { ClientOptions } from './peer-client';
import { retrying } from './retry';
import { validationCodeName } from './status-name';
import { TransactionInvalidError } from './transaction-errors';

/** One call of a chaincode function. */
export interface InvocationRequest {
  readonly fn: string;
  readonly args?: readonly (string | Uint8Array)[];
  /** Private input: seen by endorsing peers, never written to the ledger. */
  readonly transient?: Readonly<Record<string, string | Uint8Array>>;
  /** Set for the one call of Init that a definition with `initRequired` requires. */
  readonly isInit?: boolean;
  /** MSP ids whose peers must endorse; by default the gateway chooses by the endorsement policy. */
  readonly endorsingOrganizations?: readonly string[];
}

export interface SubmitOptions extends CallOptions {
  /** Called before the transaction first leaves for the orderers: until then nothing of it can take effect. */
  readonly onEndorsed?: () => void;
}

/** A transaction that is committed and valid. */
export interface SubmitResult {
  readonly transactionId: string;
  readonly blockNumber: number;
  /** `peer.TxValidationCode` by name: `VALID`. */
  readonly validationCode: string;
  /** The return value of the chaincode function. */
  readonly result: Uint8Array;
}

/** A chaincode event, as in `peer.ChaincodeEvent`. */
export interface CommittedChaincodeEvent {
  readonly blockNumber: number;
  readonly transactionId: string;
  readonly chaincode: string;
  readonly eventName: string;
  readonly payload: Uint8Array;
}

export interface ChaincodeEventsOptions {
  /** The first block to take events from; without it, the next one that is committed. */
  readonly from?: number;
  /** Within block `from`, skips everything up to and including this transaction, at which a consumer stopped before. */
  readonly afterTransactionId?: string;
  readonly signal?: AbortSignal;
}

/**
 * The gateway service of one peer: submit, evaluate and events, through fabric-gateway.
 *
 * Rejects with {@link EndorsementRefusedError} (each peer's message), {@link ChaincodeUnavailableError},
 * {@link ChaincodeNotInitializedError},
 * {@link EndorsersUnavailableError},
 * {@link OrderingUnavailableError}, {@link OrdererRefusedError}, {@link TransactionInvalidError} (validation code)
 * and the connection's errors.
 */
export class GatewayClient {
  readonly connection: FabricConnection;
  readonly signer: Signer;
  readonly #gateway: Gateway;

  constructor({ connection, signer }: ClientOptions) {
    this.connection = connection;
    this.signer = signer;
    this.#gateway = connect({
      client: connection.client,
      identity: { mspId: signer.mspId, credentials: signer.credentials },
      // The signer computes the digest itself.
      hash: hash.none,
      signer: (message) => signer.sign(message),
      ...(connection.tlsClientCertificateHash && { tlsClientCertificateHash: connection.tlsClientCertificateHash }),
    });
  }

  get address(): string {
    return this.connection.address;
  }

  /**
   * Endorses, orders and waits for the commit on this peer; 60 s for all of it by default.
   * The step to the orderers is retried while they have no leader, with the same transaction.
   */
  async submit(
    channel: string,
    chaincode: string,
    invocation: InvocationRequest,
    { onEndorsed, ...options }: SubmitOptions = {},
  ): Promise<SubmitResult> {
    const until = untilDeadline(options);
    const proposal = await this.#submitted(channel, chaincode, invocation);
    const transaction = await this.#stage('endorse', `endorsement of ${chaincode}.${invocation.fn}`, until(), (call) =>
      proposal.endorse(call),
    );
    onEndorsed?.();
    return this.#order(transaction, until);
  }

  /** Orders a transaction that was endorsed elsewhere and waits for its commit on this peer. */
  async submitEndorsed(
    { transactionId, envelope }: { transactionId: string; envelope: common.Envelope },
    options: CallOptions = {},
  ): Promise<SubmitResult> {
    const prepared = new gateway.PreparedTransaction();
    prepared.setTransactionId(transactionId);
    prepared.setEnvelope(envelope);
    return this.#order(this.#gateway.newTransaction(prepared.serializeBinary()), untilDeadline(options));
  }

  /** Runs a function on one peer without a transaction; 15 s by default. */
  async evaluate(
    channel: string,
    chaincode: string,
    invocation: InvocationRequest,
    options: CallOptions = {},
  ): Promise<Uint8Array> {
    const proposal = this.#proposal(channel, chaincode, invocation);
    const limits = { timeout: DEFAULT_QUERY_TIMEOUT, ...options };
    return this.#stage('evaluate', `${chaincode}.${invocation.fn}`, limits, (call) => proposal.evaluate(call));
  }

  /**
   * Blocks in order, each once, as this peer commits them; continues until the consumer stops or aborts.
   * A checkpoint is the number of the last block that was processed: resume with `from` one above it.
   * When the connection breaks it rejects with a retryable error; {@link followBlocks} resumes by itself.
   */
  blockEvents(channel: string, options: BlockEventsOptions = {}): AsyncGenerator<common.Block, void, undefined> {
    return deliverBlocks({ connection: this.connection, signer: this.signer }, channel, options);
  }

  /** Events of one chaincode in the order of the ledger; resume with the last event's block and transaction. */
  async *chaincodeEvents(
    channel: string,
    chaincode: string,
    { from, afterTransactionId, signal }: ChaincodeEventsOptions = {},
  ): AsyncGenerator<CommittedChaincodeEvent, void, undefined> {
    const checkpoint = {
      getBlockNumber: () => (from === undefined ? undefined : BigInt(from)),
      getTransactionId: () => afterTransactionId,
    };
    const request = this.#gateway.getNetwork(channel).newChaincodeEventsRequest(chaincode, { checkpoint });
    const events = await request.getEvents(signal && { interceptors: [abortInterceptor(signal)] });
    try {
      for await (const { blockNumber, transactionId, chaincodeName, eventName, payload } of events) {
        yield { blockNumber: Number(blockNumber), transactionId, chaincode: chaincodeName, eventName, payload };
      }
    } catch (error) {
      throw this.#translate(error, 'events', { what: `events of ${chaincode}`, signal });
    } finally {
      events.close();
    }
  }

  /** Closes the connection. Only for clients that own theirs, as those of {@link connectGateway}. */
  close(): void {
    this.connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #proposal(channel: string, chaincode: string, invocation: InvocationRequest): Proposal {
    const { fn, args = [], transient, endorsingOrganizations } = invocation;
    return this.#gateway
      .getNetwork(channel)
      .getContract(chaincode)
      .newProposal(fn, {
        arguments: [...args],
        ...(transient && { transientData: { ...transient } }),
        ...(endorsingOrganizations && { endorsingOrganizations: [...endorsingOrganizations] }),
      });
  }

  async #submitted(channel: string, chaincode: string, invocation: InvocationRequest): Promise<Proposal> {
    if (invocation.isInit !== true) return this.#proposal(channel, chaincode, invocation);
    const { signer, connection } = this;
    const tlsCertificateHash = connection.tlsClientCertificateHash;
    const request = { ...invocation, channel, chaincode, signer, tlsCertificateHash };
    return this.#gateway.newProposal(await initProposal(request));
  }

  async #order(transaction: Transaction, until: () => CallOptions): Promise<SubmitResult> {
    const transactionId = transaction.getTransactionId();
    const submitted = await retrying(
      (attempt) =>
        this.#stage('submit', `submission of transaction ${transactionId}`, attempt, (call) =>
          transaction.submit(call),
        ),
      until(),
    );
    return this.#committed(submitted, until());
  }

  async #committed(submitted: SubmittedTransaction, options: CallOptions): Promise<SubmitResult> {
    const transactionId = submitted.getTransactionId();
    const what = `commit status of transaction ${transactionId}`;
    // A query only: safe to retry when the peer was unavailable.
    const status = await retrying(
      (attempt) => this.#stage('commit-status', what, attempt, (call) => submitted.getStatus(call)),
      options,
    );
    const outcome = {
      transactionId,
      blockNumber: Number(status.blockNumber),
      validationCode: validationCodeName(status.code),
    };
    if (!status.successful) throw new TransactionInvalidError(outcome);
    return { ...outcome, result: submitted.getResult() };
  }

  async #stage<T>(
    stage: GatewayStage,
    what: string,
    options: CallOptions,
    call: (options: GrpcCallOptions) => Promise<T>,
  ): Promise<T> {
    try {
      options.signal?.throwIfAborted();
      return await call({
        deadline: deadlineOf(options),
        ...(options.signal && { interceptors: [abortInterceptor(options.signal)] }),
      });
    } catch (error) {
      throw this.#translate(error, stage, { what, signal: options.signal });
    }
  }

  #translate(
    error: unknown,
    stage: GatewayStage,
    { what, signal }: { what: string; signal: AbortSignal | undefined },
  ): unknown {
    if (signal?.aborted === true) return signal.reason;
    const context = { address: this.address, what };
    return error instanceof GatewayError ? fromGatewayError(error, stage, context) : fromLibraryError(error, context);
  }
}

/** A {@link GatewayClient} with a connection of its own; close it when done. */
export function connectGateway({ endpoint, signer }: { endpoint: NodeEndpoint; signer: Signer }): GatewayClient {
  return new GatewayClient({ connection: new FabricConnection(endpoint), signer });
}

/** One deadline over several calls: each gets the remaining time. */
function untilDeadline({ timeout = DEFAULT_SUBMIT_TIMEOUT, signal }: CallOptions): () => CallOptions {
  const deadline = Date.now() + timeout;
  return () => ({ timeout: Math.max(deadline - Date.now(), 1), signal });
}

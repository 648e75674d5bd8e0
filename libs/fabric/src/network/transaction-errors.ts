import { FabricError, type FabricErrorOptions } from '../fabric-error';

type Context = Partial<FabricErrorOptions>;

/** The message of one endorsing peer or orderer, as in `gateway.ErrorDetail`. */
export interface Refusal {
  readonly address: string;
  readonly mspId: string;
  readonly message: string;
}

/** One or more peers refused to endorse (or to evaluate): the chaincode failed, or peers disagree. */
export class EndorsementRefusedError extends FabricError {
  readonly code = 'endorsement_refused';

  constructor(
    readonly refusals: readonly Refusal[],
    detail: string,
    context: Context = {},
  ) {
    super(`Endorsement was refused: ${describe(refusals, detail)}`, {
      remedy: 'Correct the arguments or the chaincode according to the peers’ messages.',
      ...context,
    });
  }
}

/** The committed definition requires an Init call, and this version has had none yet. */
export class ChaincodeNotInitializedError extends FabricError {
  readonly code = 'chaincode_uninitialized';

  constructor(
    readonly refusals: readonly Refusal[],
    context: Context = {},
  ) {
    super(`The chaincode is not initialized: ${describe(refusals, '')}`, {
      remedy: 'Submit its Init function with isInit first: the committed definition asks for it.',
      ...context,
    });
  }
}

/** Endorsers ran the same proposal with different results: the chaincode is not deterministic, or peers lag. */
export class EndorsementsDifferError extends FabricError {
  readonly code = 'endorsements_differ';

  constructor(
    /** The peers whose results differ from the first endorser's. */
    readonly refusals: readonly Refusal[],
    context: Context = {},
  ) {
    super(`The endorsers’ results differ: ${describe(refusals, '')}`, {
      retryable: true,
      remedy:
        'Write values that are the same on every peer: no clock (use the transaction’s timestamp), no random numbers, ' +
        'no map order, no outside services. Retry once if a peer was catching up.',
      ...context,
    });
  }
}

/** How a chaincode server failed to respond; each has its own code. */
export type ChaincodeFailure = 'chaincode_crashed' | 'chaincode_timeout' | 'chaincode_unavailable';

const CHAINCODE_FAILURES: Readonly<Record<ChaincodeFailure, { readonly words: string; readonly remedy: string }>> = {
  chaincode_crashed: {
    words: 'The chaincode ended during the call',
    remedy:
      'Read the last lines of the chaincode server’s log. Let the function return an error instead of ending its process.',
  },
  chaincode_timeout: {
    words: 'The chaincode did not answer in time',
    // The shim of Node.js logs an uncaught error and continues: its call never gets a response.
    remedy:
      'Read the last lines of the chaincode server’s log: after an uncaught error a function may never return. ' +
      'Otherwise let it do less in one call, or raise the peers’ chaincode.executetimeout.',
  },
  chaincode_unavailable: {
    words: 'The chaincode does not run',
    remedy: 'Check that the chaincode server of each endorsing organization runs, and read its log.',
  },
};

/** Every requested endorser failed to run the chaincode: its server is down, crashed, or too slow. */
export class ChaincodeUnavailableError extends FabricError {
  constructor(
    readonly code: ChaincodeFailure,
    readonly refusals: readonly Refusal[],
    context: Context = {},
  ) {
    const { words, remedy } = CHAINCODE_FAILURES[code];
    super(`${words}: ${describe(refusals, '')}`, { retryable: true, remedy, ...context });
  }
}

/** No set of known peers can endorse right now: chaincode not yet known everywhere, or peers not yet seen by gossip. */
export class EndorsersUnavailableError extends FabricError {
  readonly code = 'endorsers_unavailable';

  constructor(detail: string, context: Context = {}) {
    super(`No peers can endorse: ${detail}`, {
      retryable: true,
      remedy: 'Check that the chaincode is installed on, and its definition committed for, enough running peers.',
      ...context,
    });
  }
}

/** The ordering service cannot accept transactions now (`SERVICE_UNAVAILABLE`): typically no raft leader yet. */
export class OrderingUnavailableError extends FabricError {
  readonly code = 'no_leader';

  constructor(
    readonly refusals: readonly Refusal[],
    detail: string,
    context: Context = {},
  ) {
    super(`The ordering service is not available: ${describe(refusals, detail)}`, {
      retryable: true,
      remedy: 'Check that a majority of the orderers is running and can reach one another.',
      ...context,
    });
  }
}

/**
 * The orderer is not a member of the channel: it never joined it, or lost its ledger. Nothing was ordered, so the same
 * envelope may go to another orderer.
 */
export class OrdererNotJoinedError extends FabricError {
  readonly code = 'orderer_not_joined';

  constructor(
    /** The orderer's own message. */
    readonly detail: string,
    context: Context = {},
  ) {
    super(`An orderer is not joined to the channel: ${detail}`, {
      retryable: true,
      remedy:
        'Look for an orderer that lost its ledger (Nodes tab: its block heights lack the channel). ' +
        'Stop and start the chain: it then joins again.',
      ...context,
    });
  }
}

/** An orderer permanently rejected an envelope or request; `status` is a `common.Status` name such as `BAD_REQUEST`. */
export class OrdererRefusedError extends FabricError {
  readonly code = 'orderer_refused';

  constructor(
    readonly status: string,
    /** The orderer's own message, empty for deliver. */
    readonly detail: string,
    context: Context = {},
  ) {
    super(`The orderer refused (${status})${detail === '' ? '' : `: ${detail}`}`, {
      remedy: 'Correct what the orderer’s message names; for config updates check versions, signatures and policies.',
      ...context,
    });
  }
}

/** Details of a transaction that was committed as invalid. */
export interface InvalidTransaction {
  readonly transactionId: string;
  readonly blockNumber: number;
  /** `peer.TxValidationCode` by name, for instance `MVCC_READ_CONFLICT`. */
  readonly validationCode: string;
}

const CONFLICTS: ReadonlySet<string> = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']);

/** The transaction is in a block and marked invalid. Retryable (as a new transaction) after read conflicts. */
export class TransactionInvalidError extends FabricError {
  readonly code = 'transaction_invalid';
  readonly transactionId: string;
  readonly blockNumber: number;
  readonly validationCode: string;

  constructor(transaction: InvalidTransaction, context: Context = {}) {
    const { transactionId, blockNumber, validationCode } = transaction;
    super(`Transaction ${transactionId} is invalid in block ${blockNumber}: ${validationCode}`, {
      retryable: CONFLICTS.has(validationCode),
      remedy: CONFLICTS.has(validationCode)
        ? 'Another transaction changed the same keys first; submit it again.'
        : 'Check the endorsement policy, the endorsers and the peers’ logs for the reason of this validation code.',
      ...context,
    });
    this.transactionId = transactionId;
    this.blockNumber = blockNumber;
    this.validationCode = validationCode;
  }
}

function describe(refusals: readonly Refusal[], detail: string): string {
  if (refusals.length === 0) return detail;
  return refusals.map(({ address, mspId, message }) => `${mspId} ${address}: ${message}`.trim()).join('; ');
}

import { workInWords, type ErrorCode, type OperationKind } from '@heddle/contracts';

interface DataErrorOptions {
  code: ErrorCode;
  remedy: string;
  retryable?: boolean;
  cause?: unknown;
}

/** The base of every error that this library throws on purpose. */
export abstract class DataError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly retryable: boolean;

  protected constructor(message: string, { code, remedy, retryable = false, cause }: DataErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.remedy = remedy;
    this.retryable = retryable;
  }
}

/** No row exists with the given key. */
export class RowNotFoundError extends DataError {
  constructor(
    readonly entity: string,
    readonly key: string,
  ) {
    super(`No ${entity} with the id ${key}.`, { code: 'not_found', remedy: 'Check the id, or list what exists.' });
  }
}

/** Another row that is not deleted has the name. */
export class NameTakenError extends DataError {
  constructor(
    readonly entity: string,
    readonly taken: string,
  ) {
    super(`Another ${entity} is named "${taken}".`, { code: 'name_taken', remedy: 'Choose another name.' });
  }
}

/** The row changed since it was read. */
export class RevisionConflictError extends DataError {
  constructor(
    readonly entity: string,
    readonly key: string,
  ) {
    super(`The ${entity} ${key} was changed by another request.`, {
      code: 'precondition_failed',
      remedy: 'Read it again and repeat the change.',
    });
  }
}

interface Holder {
  readonly kind: OperationKind;
  readonly subject: string;
  readonly sequence: number;
}

/** An unfinished operation holds the scope. */
export class ScopeBusyError extends DataError {
  /** What holds the scope, for clients that build their own message. */
  readonly params: Readonly<Record<string, string | number>>;

  constructor(
    readonly scope: string,
    readonly operationId: string,
    holder: Holder | null,
  ) {
    super(holder === null ? `Another operation (${operationId}) is working on ${scope}.` : `${workInWords(holder)}.`, {
      code: 'scope_busy',
      remedy: 'Wait until that operation has finished, or cancel it.',
    });
    const work = holder === null ? {} : { kind: holder.kind, subject: holder.subject, sequence: holder.sequence };
    this.params = { operationId, scope, ...work };
  }
}

/** A sealed value cannot be opened: it was sealed with another key, moved or changed. */
export class UnsealError extends DataError {
  constructor(what: string, cause?: unknown) {
    super(`The sealed value of ${what} cannot be opened.`, {
      code: 'internal',
      remedy: 'Start Heddle with the secret key of its first start (HEDDLE_SECRET_KEY or the key file).',
      cause,
    });
  }
}

/** No cluster is registered under the name. */
export class UnknownClusterError extends DataError {
  constructor(readonly cluster: string) {
    super(`No cluster is registered as "${cluster}".`, {
      code: 'validation_failed',
      remedy: 'Register it, or choose one that is registered.',
    });
  }
}

/** Chains run on the cluster, so it cannot be removed. */
export class ClusterInUseError extends DataError {
  constructor(
    readonly cluster: string,
    readonly chains: readonly string[],
  ) {
    super(`Chains run on the cluster ${cluster}: ${chains.join(', ')}.`, {
      code: 'conflict',
      remedy: 'Release these chains first.',
    });
  }
}

/** The operation's state does not allow the action. */
export class InvalidStateError extends DataError {
  constructor(message: string, remedy: string) {
    super(message, { code: 'invalid_state', remedy });
  }
}

/** The cursor does not come from the previous page. */
export class BadCursorError extends DataError {
  constructor() {
    super('The cursor does not belong to this list.', {
      code: 'malformed_request',
      remedy: 'Ask for the first page again, without a cursor.',
    });
  }
}

/** The database URL is not supported. */
export class DatabaseUrlError extends DataError {
  constructor(url: string) {
    super(`"${url}" is not a supported database URL.`, {
      code: 'validation_failed',
      remedy: 'Use sqlite:<file>, mysql://user:password@host:port/database or mariadb://… .',
    });
  }
}

/** A worker writes to an operation that another worker has taken. */
export class LeaseLostError extends DataError {
  constructor(
    readonly operationId: string,
    readonly fence: number,
  ) {
    super(`Operation ${operationId} is no longer held under number ${String(fence)}.`, {
      code: 'internal',
      remedy: 'No action is needed: another worker continues the operation.',
    });
  }
}

/** A request took so long that a repeated request under the same Idempotency-Key replaced it. */
export class ClaimLostError extends DataError {
  constructor(readonly key: string) {
    super(`Another request with the Idempotency-Key ${key} has replaced this one.`, {
      code: 'conflict',
      remedy: 'Use the answer of the later request, or send the request again under the same key.',
    });
  }
}

/** The database cannot be reached, or ended the connection. */
export class DatabaseGoneError extends DataError {
  constructor(cause: unknown) {
    super('The database cannot be reached.', {
      code: 'unavailable',
      remedy: 'Check that the database server is running and that its URL is correct.',
      retryable: true,
      cause,
    });
  }
}

import type { ErrorCode, ExistingResource, FieldError, Problem } from '@heddle/contracts';

/**
 * HTTP status of each code in REST. Every code is listed, so a new one does not compile without a status. 500 is for
 * codes that only occur in operations, and for faults of Heddle.
 */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  malformed_request: 400,
  unauthenticated: 401,
  invalid_credentials: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  name_taken: 409,
  scope_busy: 409,
  invalid_state: 409,
  chaincode_uninitialized: 409,
  transaction_invalid: 409,
  cancelled: 409,
  precondition_failed: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  idempotency_mismatch: 422,
  unsupported_archive: 422,
  kubeconfig_refused: 422,
  endorsement_refused: 422,
  endorsements_differ: 422,
  config_rejected: 422,
  chaincode_rejected: 422,
  build_failed: 422,
  template_invalid: 422,
  too_many_requests: 429,
  channel_join_failed: 502,
  chaincode_crashed: 502,
  chaincode_not_registered: 502,
  cluster_refused: 502,
  unavailable: 503,
  chaincode_unavailable: 503,
  cluster_unreachable: 503,
  registry_unreachable: 503,
  no_leader: 503,
  orderer_unreachable: 503,
  peer_unreachable: 503,
  node_failed: 503,
  node_not_ready: 503,
  image_unavailable: 503,
  unschedulable: 503,
  quota_exceeded: 503,
  volume_pending: 503,
  volume_unavailable: 503,
  commit_timeout: 504,
  disk_full: 507,
  internal: 500,
  binary_missing: 500,
  toolchain_missing: 500,
  port_taken: 500,
  release_incomplete: 500,
  worker_died_repeatedly: 500,
};

export function statusOfCode(code: ErrorCode): number {
  return STATUS[code];
}

export interface ApiErrorOptions {
  /** Overrides the code's default status where that would mislead. */
  readonly status?: number;
  readonly remedy?: string | undefined;
  readonly errors?: readonly FieldError[];
  readonly operationId?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Output of what failed, for example the last lines of a log. */
  readonly words?: string | undefined;
  readonly existing?: ExistingResource;
  /** Seconds until the same request may succeed; sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** An error that is reported to the caller verbatim; every other error is answered as `internal`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  readonly #options: ApiErrorOptions;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: ApiErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = options.status ?? statusOfCode(code);
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.#options = options;
  }

  toProblem(): Problem {
    const { remedy, errors, operationId, params, words, existing } = this.#options;
    return {
      type: `urn:heddle:error:${this.code}`,
      title: titleOf(this.code),
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(remedy === undefined ? {} : { remedy }),
      ...(errors === undefined ? {} : { errors: [...errors] }),
      ...(operationId === undefined ? {} : { operationId }),
      ...(params === undefined ? {} : { params: { ...params } }),
      ...(words === undefined ? {} : { cause: words }),
      ...(existing === undefined ? {} : { existing }),
    };
  }
}

/** `name_taken` -> `Name taken`. */
function titleOf(code: ErrorCode): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const notFound = (what: string): ApiError =>
  new ApiError('not_found', `${what} does not exist.`, { remedy: 'Check the id; it may have been released.' });

export const invalidField = (path: string, message: string): ApiError =>
  new ApiError('validation_failed', `${path}: ${message}`, { errors: [{ path, message }] });

import type { ErrorCode, ExistingResource, FieldError, Problem } from '@heddle/contracts';

/** A rejected or failed request. `status` is 0 if no answer came. */
export class ApiError extends Error {
  /** As the API sent it, RFC 9457. */
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail, { cause });
    this.name = 'ApiError';
    this.problem = problem;
  }

  get code(): ErrorCode {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }

  /** The server's sentence about what to do, if it sent one. */
  get remedy(): string | null {
    return this.problem.remedy ?? null;
  }

  get fields(): readonly FieldError[] {
    return this.problem.errors ?? [];
  }

  /** Parameters of the sentence, for a client that has its own sentence for the code. */
  get params(): NonNullable<Problem['params']> {
    return this.problem.params ?? {};
  }

  /** The operation to wait for, of a `scope_busy` answer. */
  get operationId(): string | null {
    return this.problem.operationId ?? null;
  }

  /** Output of the program that failed, such as the last lines of a chaincode server's log. */
  get words(): string | null {
    return this.problem.cause ?? null;
  }

  /** The resource that has the name, of a `name_taken` answer. */
  get existing(): ExistingResource | null {
    return this.problem.existing ?? null;
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** An error that the client detected itself. */
export function localError(code: ErrorCode, detail: string, cause?: unknown): ApiError {
  return new ApiError({ type: 'about:blank', title: code, status: 0, code, detail }, cause);
}

/** @returns the error itself if it is an ApiError, otherwise one with its message and the code `internal` */
export function toApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  return localError('internal', cause instanceof Error ? cause.message : String(cause), cause);
}

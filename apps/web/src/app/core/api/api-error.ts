import type { ErrorCode, ExistingResource, FieldError, Problem } from '@heddle/contracts';

/** What the console knows about a refused or failed request; `status` is 0 when no answer came. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  /** The server's sentence about what to do, when it sent one. */
  readonly remedy: string | null;
  readonly fields: readonly FieldError[];
  /** The operation to wait for, of a `scope_busy` answer. */
  readonly operationId: string | null;
  /** The words of what failed, such as the last lines of a chaincode server's log. */
  readonly words: string | null;

  /** What has the name, of a `name_taken` answer. */
  readonly existing: ExistingResource | null;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail, { cause });
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = problem.status;
    this.remedy = problem.remedy ?? null;
    this.fields = problem.errors ?? [];
    this.operationId = problem.operationId ?? null;
    this.existing = problem.existing ?? null;
    this.words = problem.cause ?? null;
  }

  /** True when the same request may succeed later without a change. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** An error of the console's own making, in the shape that every error panel shows. */
export function localError(code: ErrorCode, detail: string, cause?: unknown): ApiError {
  return new ApiError({ type: 'about:blank', title: code, status: 0, code, detail }, cause);
}

export function toApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  return localError('internal', cause instanceof Error ? cause.message : String(cause), cause);
}

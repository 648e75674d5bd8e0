import type { ErrorCode } from '@heddle/contracts';

export interface OperationFailureOptions {
  /** One sentence: what the user should do now. */
  readonly remedy: string;
  readonly retryable: boolean;
  readonly cause?: unknown;
}

/** A step cannot continue. The user who requested the operation reads the message. */
export class OperationFailure extends Error {
  override readonly name = 'OperationFailure';
  readonly remedy: string;
  readonly retryable: boolean;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { remedy, retryable, cause }: OperationFailureOptions,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.remedy = remedy;
    this.retryable = retryable;
  }
}

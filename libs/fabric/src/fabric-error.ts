import type { FabricErrorCode } from './fabric-error-code';

export interface FabricErrorOptions {
  /** Whether a retry may succeed without any other change. */
  readonly retryable?: boolean;
  /** One sentence: what the user should do now. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/**
 * The base of every error that this library throws on purpose.
 * `code` is stable and meant for programs, `message` says what happened, `remedy` what to do.
 */
export abstract class FabricError extends Error {
  abstract readonly code: FabricErrorCode;
  readonly retryable: boolean;
  readonly remedy: string;

  protected constructor(message: string, { retryable = false, remedy, cause }: FabricErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.retryable = retryable;
    this.remedy = remedy;
  }
}

import type { ErrorCode } from '@heddle/contracts';

export interface RuntimeErrorOptions {
  /** One sentence: what the user should do now. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** The base of every error that a runtime throws on purpose. The API and operations answer with `code`. */
export abstract class RuntimeError extends Error {
  abstract readonly code: ErrorCode;
  /** Whether the same call may succeed later without any change. */
  abstract readonly retryable: boolean;
  readonly remedy: string;

  protected constructor(message: string, { remedy, cause }: RuntimeErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.remedy = remedy;
  }
}

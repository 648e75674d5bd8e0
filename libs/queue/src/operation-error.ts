import { ErrorCode, type OperationError } from '@heddle/contracts';

const MAX_CAUSE = 4_000;

interface TypedError {
  code: string;
  remedy: string;
  retryable: boolean;
}

/** Errors that are thrown on purpose have these three fields, whichever library throws them. */
const isTyped = (error: Error): error is Error & TypedError => {
  const { code, remedy, retryable } = error as Partial<TypedError>;
  return typeof code === 'string' && typeof remedy === 'string' && typeof retryable === 'boolean';
};

/** The messages of an error's causes, outermost first. */
function causeText(error: unknown): string {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  for (let cause = error; cause !== undefined && cause !== null && !seen.has(cause);) {
    seen.add(cause);
    texts.push(cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : JSON.stringify(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return texts.join('\n').slice(0, MAX_CAUSE);
}

/**
 * The error that the operation shows. An untyped error, or a code that is not in the contracts, becomes `internal`; its
 * text is kept as the cause.
 */
export function toOperationError(error: unknown, step: string | null): OperationError {
  if (error instanceof Error && isTyped(error)) {
    const code = ErrorCode.safeParse(error.code);
    return {
      code: code.success ? code.data : 'internal',
      message: error.message,
      remedy: error.remedy,
      cause: error.cause === undefined ? null : causeText(error.cause),
      retryable: error.retryable,
      step,
    };
  }
  return {
    code: 'internal',
    message: step === null ? 'An unexpected error ended the operation.' : `An unexpected error ended step "${step}".`,
    remedy: 'Retry the operation. If it fails again in the same way, report it with the cause below.',
    cause: causeText(error),
    retryable: false,
    step,
  };
}

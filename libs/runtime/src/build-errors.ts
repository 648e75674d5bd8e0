import { RuntimeError } from './runtime-error';

/** A compiler or package manager that a chaincode's language needs is not on this machine. */
export class ToolchainMissingError extends RuntimeError {
  readonly code = 'toolchain_missing';
  readonly retryable = false;

  constructor(
    readonly tool: string,
    language: string,
    remedy: string,
    cause?: unknown,
  ) {
    super(`Chaincode in ${language} cannot be built here: ${tool} was not found.`, { remedy, cause });
  }
}

/** A chaincode does not compile, or is not packed as its language asks; the tool's own lines are the cause. */
export class BuildFailedError extends RuntimeError {
  readonly code = 'build_failed';
  readonly retryable = false;

  constructor(
    what: string,
    readonly lastLogLines: readonly string[],
    remedy?: string,
  ) {
    super(what, {
      remedy:
        remedy ?? 'Correct the chaincode so that it builds, roll this operation back, and deploy the corrected upload.',
      cause: lastLogLines.length === 0 ? undefined : lastLogLines.join('\n').trim(),
    });
  }
}

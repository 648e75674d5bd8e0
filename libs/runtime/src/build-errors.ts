import { RuntimeError } from './runtime-error';

/** A compiler or package manager for a chaincode's language is not installed on this machine. */
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

/** A chaincode does not compile, or its project has the wrong layout. The tool's output is the cause. */
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
      cause: ownWords(lastLogLines),
    });
  }
}

/** A package registry or module proxy was not reached. The chaincode is not the cause. */
export class RegistryUnreachableError extends RuntimeError {
  readonly code = 'registry_unreachable';
  readonly retryable = true;

  constructor(
    what: string,
    readonly lastLogLines: readonly string[],
    remedy: string,
  ) {
    super(what, { remedy, cause: ownWords(lastLogLines) });
  }
}

/** Readers of an error's cause truncate it at the end, so a long one is shortened in the middle here. */
const MAX_CAUSE = 3_800;
const HEAD = 2_400;

function ownWords(lines: readonly string[]): string | undefined {
  if (lines.length === 0) return undefined;
  const text = lines.join('\n').trim();
  if (text.length <= MAX_CAUSE) return text;
  return `${text.slice(0, HEAD)}\n...\n${text.slice(HEAD - MAX_CAUSE)}`;
}

/** Uploaded chaincode is not built or run on this machine, because it cannot be isolated. */
export class SandboxMissingError extends RuntimeError {
  readonly code = 'toolchain_missing';
  readonly retryable = false;

  constructor(what: string, cause?: unknown) {
    super(`Chaincode is not built or run on this machine: its sandbox is missing, because ${what}.`, {
      remedy:
        'Install the package bubblewrap (0.8 or newer; apt-get install bubblewrap) and allow user namespaces for it (docs/security.md), then retry. Or set HEDDLE_UNSANDBOXED_CHAINCODE=1 and restart Heddle: anyone who may deploy chaincode can then do everything that Heddle can.',
      cause,
    });
  }
}

/** A build exceeded a limit. Either the chaincode is at fault, or the limit is too low for it. */
export class BuildBoundError extends RuntimeError {
  readonly code = 'build_failed';
  readonly retryable = false;

  /**
   * @param bound The exceeded limit: `30 minutes`
   * @param setting The variable that sets it
   */
  constructor(
    what: string,
    { bound, setting, lines }: { readonly bound: string; readonly setting: string; readonly lines: readonly string[] },
  ) {
    super(`${what} was ended: it exceeded the limit of ${bound}.`, {
      remedy: `Correct the chaincode so that its build needs less, or raise ${setting} and restart Heddle; then deploy again.`,
      cause: ownWords(lines),
    });
  }
}

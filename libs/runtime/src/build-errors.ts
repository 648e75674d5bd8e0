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
      cause: ownWords(lastLogLines),
    });
  }
}

/** A package registry or module proxy was not reached; the chaincode is not at fault. */
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

/** An error's cause is cut at its end by those who store it, so a long one is cut in its middle here. */
const MAX_CAUSE = 3_800;
const HEAD = 2_400;

function ownWords(lines: readonly string[]): string | undefined {
  if (lines.length === 0) return undefined;
  const text = lines.join('\n').trim();
  if (text.length <= MAX_CAUSE) return text;
  return `${text.slice(0, HEAD)}\n...\n${text.slice(HEAD - MAX_CAUSE)}`;
}

/** Uploaded chaincode is not built or run on this machine, because nothing would keep it from the rest of it. */
export class SandboxMissingError extends RuntimeError {
  readonly code = 'toolchain_missing';
  readonly retryable = false;

  constructor(what: string, cause?: unknown) {
    super(`Chaincode is not built or run on this machine: its sandbox is missing, since ${what}.`, {
      remedy:
        'Install the package bubblewrap (0.8 or newer; apt-get install bubblewrap) and allow user namespaces for it (docs/security.md), then retry. Or set HEDDLE_UNSANDBOXED_CHAINCODE=1 and restart Heddle: whoever may deploy chaincode can then do all that Heddle can.',
      cause,
    });
  }
}

/** A build used more than it may; the chaincode is at fault, or the bound is too small for it. */
export class BuildBoundError extends RuntimeError {
  readonly code = 'build_failed';
  readonly retryable = false;

  /**
   * @param bound What was passed: `30 minutes`
   * @param setting The variable that sets it
   */
  constructor(
    what: string,
    { bound, setting, lines }: { readonly bound: string; readonly setting: string; readonly lines: readonly string[] },
  ) {
    super(`${what} was ended: it passed the bound of ${bound}.`, {
      remedy: `Correct the chaincode so that its build needs less, or raise ${setting} and restart Heddle; then deploy again.`,
      cause: ownWords(lines),
    });
  }
}

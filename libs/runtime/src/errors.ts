import { RuntimeError, type RuntimeErrorOptions } from './runtime-error';

/** What a process said last, as the cause of an error. */
function logCause(lines: readonly string[]): string {
  return lines.length === 0 ? 'It wrote nothing to its log.' : `Its last log lines:\n${lines.join('\n')}`;
}

/** A program that nodes or builds need is not on this machine. */
export class BinaryMissingError extends RuntimeError {
  readonly code = 'binary_missing';
  readonly retryable = false;

  constructor(
    readonly binary: string,
    searched: readonly string[],
    cause?: unknown,
  ) {
    super(`The program ${binary} was not found (looked in ${searched.join(', ')}).`, {
      remedy: `Set FABRIC_HOME to a folder with bin/${binary} and config/ of a Fabric release, or start Heddle with npm start, which fetches them.`,
      cause,
    });
  }
}

/** A port that was given to a node is used by a process that is not ours. */
export class PortTakenError extends RuntimeError {
  readonly code = 'port_taken';
  readonly retryable = true;

  constructor(
    readonly port: number,
    node: string,
    portName: string,
  ) {
    super(`Port ${port} (${portName} of ${node}) is used by another process.`, {
      remedy: `End the process that listens on port ${port} and retry; "ss -ltnp sport = :${port}" (Linux) or "lsof -i :${port}" (macOS) names it.`,
    });
  }
}

/** No free port is left in the configured range. */
export class PortsExhaustedError extends RuntimeError {
  readonly code = 'port_taken';
  readonly retryable = true;

  constructor(from: number, to: number) {
    super(`No free port is left between ${from} and ${to}.`, {
      remedy: 'Release chains that are no longer needed, or widen the port range in the settings.',
    });
  }
}

/** A node's process ended, or never came up; its own last log lines are the cause. */
export class NodeFailedError extends RuntimeError {
  readonly code = 'node_failed';
  readonly retryable = true;

  constructor(
    readonly node: string,
    what: string,
    readonly lastLogLines: readonly string[],
    cause?: unknown,
  ) {
    super(`${node} ${what}.`, {
      remedy: `Remove what the last log lines name as the cause, then retry; the whole log of ${node} is in the Nodes tab.`,
      cause: cause ?? logCause(lastLogLines),
    });
  }
}

/** A chaincode server's process ended by itself; its own last log lines are the cause. */
export class ChaincodeCrashedError extends RuntimeError {
  readonly code = 'chaincode_crashed';
  readonly retryable = false;

  constructor(
    readonly node: string,
    what: string,
    readonly lastLogLines: readonly string[],
    cause?: unknown,
  ) {
    super(`Chaincode server ${node} ${what}.`, {
      remedy: 'Correct the chaincode so that it starts, roll this operation back, and deploy the corrected upload.',
      cause: cause ?? logCause(lastLogLines),
    });
  }
}

/** The disk (or the user's quota) is full. */
export class DiskFullError extends RuntimeError {
  readonly code = 'disk_full';
  readonly retryable = true;

  constructor(
    readonly path: string,
    cause?: unknown,
  ) {
    super(`There is no space left on the disk that holds ${path}.`, {
      remedy: 'Free space on that disk, or move the data folder to a larger one, and retry.',
      cause,
    });
  }
}

/** Nodes run but did not become ready in time; `waitingFor` says what is missing. */
export class NodeNotReadyError extends RuntimeError {
  readonly code = 'node_not_ready';
  readonly retryable = true;

  constructor(
    readonly waitingFor: readonly string[],
    timeoutMs: number,
  ) {
    super(`Not ready after ${timeoutMs / 1000} s: ${waitingFor.join('; ')}.`, {
      remedy: 'Check the log of the node (Nodes tab) and the load of the machine, and retry.',
    });
  }
}

/** What was asked for has no meaning where this chain runs. */
export class NotOnThisRuntimeError extends RuntimeError {
  readonly code = 'invalid_state';
  readonly retryable = false;

  constructor(what: string) {
    super(`Nodes on this machine cannot ${what}.`, { remedy: 'Use a chain on a Kubernetes cluster for that.' });
  }
}

/** The runtime has no node of this name. */
export class NodeUnknownError extends RuntimeError {
  readonly code = 'not_found';
  readonly retryable = false;

  constructor(chainId: string, name: string) {
    super(`Chain ${chainId} has no node or port ${name} on this runtime.`, {
      remedy: 'Look up the names of the chain’s nodes and ask again.',
    });
  }
}

const REMEDY_RELEASE = 'Retry the release; if it stays, end the named process or delete the named folder by hand.';

/** Nodes could not be ended or their files not be deleted. */
export class ReleaseIncompleteError extends RuntimeError {
  readonly code = 'release_incomplete';
  readonly retryable = true;

  constructor(what: string, { cause, remedy = REMEDY_RELEASE }: Partial<RuntimeErrorOptions> = {}) {
    super(`Release is not complete: ${what}.`, { remedy, cause });
  }
}

/** The node runs, and what was asked of it can only be done while it is held down. */
export class NodeRunningError extends RuntimeError {
  readonly code = 'invalid_state';
  readonly retryable = false;

  constructor(readonly node: string) {
    super(`${node} is not held down, so it cannot be maintained.`, { remedy: `Stop ${node} first.` });
  }
}

/** The program of a node refused a maintenance call; its own lines are the cause. */
export class MaintenanceFailedError extends RuntimeError {
  readonly code = 'node_failed';
  readonly retryable = true;

  constructor(
    readonly node: string,
    args: readonly string[],
    readonly lastLogLines: readonly string[],
  ) {
    super(`Maintenance of ${node} failed: ${args.join(' ')}.`, {
      remedy: 'Remove what its last lines name as the cause, then retry.',
      cause: logCause(lastLogLines),
    });
  }
}

import { PROGRAM_RELEASES, type ProgramRelease } from '@heddle/topology';
import { RuntimeError, type RuntimeErrorOptions } from './runtime-error';

/** The last output of a process, as the cause of an error. */
function logCause(lines: readonly string[]): string {
  return lines.length === 0 ? 'It wrote nothing to its log.' : `Its last log lines:\n${lines.join('\n')}`;
}

/** A program that nodes or builds need is not installed on this machine. */
export class BinaryMissingError extends RuntimeError {
  readonly code = 'binary_missing';
  readonly retryable = false;

  constructor(
    readonly binary: string,
    searched: readonly string[],
    { release = PROGRAM_RELEASES.fabric, cause }: { readonly release?: ProgramRelease; readonly cause?: unknown } = {},
  ) {
    super(`The program ${binary} was not found (looked in ${searched.join(', ')}).`, {
      remedy: `Set ${release.variable} to a folder with bin/${binary} and config/ of ${release.title} ${release.version}, or start Heddle with npm start, which fetches them.`,
      cause,
    });
  }
}

/** A port of a node is used by a process outside of Heddle. */
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

/** A node's process ended or never started; its last log lines are the cause. */
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

/** A chaincode server's process ended by itself; its last log lines are the cause. */
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

/** Nodes run but did not become ready in time; `waitingFor` names what is missing. */
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

/** The request does not apply to the place where this chain runs. */
export class NotOnThisRuntimeError extends RuntimeError {
  readonly code = 'invalid_state';
  readonly retryable = false;

  constructor(what: string) {
    super(`Nodes on this machine cannot ${what}.`, { remedy: 'Use a chain on a Kubernetes cluster for that.' });
  }
}

/** The runtime has no node with this name. */
export class NodeUnknownError extends RuntimeError {
  readonly code = 'not_found';
  readonly retryable = false;

  constructor(chainId: string, name: string) {
    super(`Chain ${chainId} has no node or port ${name} on this runtime.`, {
      remedy: 'Look up the names of the chain’s nodes and try again.',
    });
  }
}

const REMEDY_RELEASE =
  'Retry the release; if it fails again, end the named process or delete the named folder manually.';

/** Nodes could not be ended, or their files could not be deleted. */
export class ReleaseIncompleteError extends RuntimeError {
  readonly code = 'release_incomplete';
  readonly retryable = true;

  constructor(what: string, { cause, remedy = REMEDY_RELEASE }: Partial<RuntimeErrorOptions> = {}) {
    super(`Release is not complete: ${what}.`, { remedy, cause });
  }
}

/** The node runs, but the request requires a stopped node. */
export class NodeRunningError extends RuntimeError {
  readonly code = 'invalid_state';
  readonly retryable = false;

  constructor(readonly node: string) {
    super(`${node} is not stopped, so maintenance is not possible.`, { remedy: `Stop ${node} first.` });
  }
}

/** The program of a node failed in a maintenance call; its output is the cause. */
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

/** A folder could not be read from a node's volume, or written to it. */
export class VolumeFolderError extends RuntimeError {
  readonly code = 'volume_unavailable';
  readonly retryable = true;

  /** @param detail the message of the program or file system */
  constructor(node: string, path: string, detail: string, cause?: unknown) {
    super(`${path} of ${node}: ${detail}`, {
      remedy: `Check that ${node} runs and that its volume has free space, then retry.`,
      cause,
    });
  }
}

/** A node did not take another log level. */
export class LogLevelRefusedError extends RuntimeError {
  readonly code: 'validation_failed' | 'node_not_ready';
  readonly retryable: boolean;

  /** @param detail the node's answer */
  constructor(
    node: string,
    detail: string,
    { unreachable = false, cause }: { unreachable?: boolean; cause?: unknown } = {},
  ) {
    super(`${node} did not change its log level: ${detail}`, {
      remedy: unreachable
        ? `Check the state of ${node}, then try again.`
        : 'Write a level (debug, info, warning, error) or loggers with levels, such as gossip=debug:info.',
      cause,
    });
    this.code = unreachable ? 'node_not_ready' : 'validation_failed';
    this.retryable = unreachable;
  }
}

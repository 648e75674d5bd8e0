import { RuntimeError, type RuntimeErrorOptions } from '@heddle/runtime';

/** The cluster's API server, or what was to be reached through it, gave no answer. */
export class ClusterUnreachableError extends RuntimeError {
  readonly code = 'cluster_unreachable';
  readonly retryable = true;

  constructor(message: string, { remedy, cause }: RuntimeErrorOptions) {
    super(message, { remedy, cause });
  }
}

/** The cluster answered and does not let Heddle do what was asked. */
export class ClusterRefusedError extends RuntimeError {
  readonly code = 'cluster_refused';
  readonly retryable = false;

  constructor(message: string, { remedy, cause }: RuntimeErrorOptions) {
    super(message, { remedy, cause });
  }
}

/** A kubeconfig, or the context of it that was asked for, cannot be used; nothing was stored. */
export class KubeconfigRefusedError extends RuntimeError {
  readonly code = 'kubeconfig_refused';
  readonly retryable = false;

  constructor(message: string, { remedy, cause }: RuntimeErrorOptions) {
    super(message, { remedy, cause });
  }
}

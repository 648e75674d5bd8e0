import { RuntimeError, type RuntimeErrorOptions } from '@heddle/runtime';

/** The cluster's API server, or what was to be reached through it, did not respond. */
export class ClusterUnreachableError extends RuntimeError {
  readonly code = 'cluster_unreachable';
  readonly retryable = true;

  constructor(message: string, { remedy, cause }: RuntimeErrorOptions) {
    super(message, { remedy, cause });
  }
}

/** The cluster responded and does not allow Heddle to do what was requested. */
export class ClusterRefusedError extends RuntimeError {
  readonly code = 'cluster_refused';
  readonly retryable = false;

  constructor(message: string, { remedy, cause }: RuntimeErrorOptions) {
    super(message, { remedy, cause });
  }
}

/** A kubeconfig, or the requested context of it, cannot be used; nothing was stored. */
export class KubeconfigRefusedError extends RuntimeError {
  readonly code = 'kubeconfig_refused';
  readonly retryable = false;

  constructor(message: string, { remedy, cause }: RuntimeErrorOptions) {
    super(message, { remedy, cause });
  }
}

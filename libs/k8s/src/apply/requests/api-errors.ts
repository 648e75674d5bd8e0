import { RuntimeError } from '@heddle/runtime';
import { clusterError } from '../../access/cluster-error';
import { ClusterRefusedError } from '../../access/errors';
import { ApiStatusError } from '../../api-server/api-status-error';
import type { ClusterContext } from '../../cluster-context';

/** A ResourceQuota of the namespace is exhausted; the message ends with the API server's own words. */
export class QuotaRefusedError extends RuntimeError {
  readonly code = 'quota_exceeded';
  readonly retryable = true;

  constructor(cluster: string, cause: ApiStatusError) {
    super(`A quota of cluster ${cluster} is too small: ${cause.message}`, {
      remedy: 'Raise the ResourceQuota that the message names, or ask for less per node, and retry.',
      cause,
    });
  }
}

/** The API server rejects an object as the templates rendered it. */
export class ManifestRefusedError extends RuntimeError {
  readonly code = 'template_invalid';
  readonly retryable = false;

  constructor(cluster: string, cause: ApiStatusError) {
    super(`Cluster ${cluster} does not take an object as it was rendered: ${cause.message}`, {
      remedy: 'Correct the template or the setting that the message names, and retry.',
      cause,
    });
  }
}

const REMEDY_BY_STATUS: Readonly<Record<number, string>> = {
  401: 'The token or client certificate may have expired: upload a new kubeconfig on the page of the cluster, and retry.',
  403: 'Test the cluster on its page, which names missing permissions; grant them, or change the policy that refuses.',
};
const REMEDY = 'Read what the API server says, put it right, and retry.';

/** What an error of this folder's requests means for a user, from the status and the message of the API server. */
export function translated(error: unknown, { name, api }: Pick<ClusterContext, 'name' | 'api'>): unknown {
  if (!(error instanceof ApiStatusError)) return isOfTransport(error) ? unreachable(error, api) : error;
  const { code: status, message } = error;
  if (status === 403 && /exceeded quota/i.test(message)) return new QuotaRefusedError(name, error);
  if (status === 400 || status === 422) return new ManifestRefusedError(name, error);
  const remedy = REMEDY_BY_STATUS[status] ?? REMEDY;
  return new ClusterRefusedError(`Cluster ${name} refuses (${status}): ${message}`, { remedy, cause: error });
}

function unreachable(error: unknown, { server }: ClusterContext['api']): RuntimeError {
  return clusterError(error, { server, what: 'reach the cluster' });
}

/** A connection error that retrying does not fix, such as an untrusted certificate. */
function isOfTransport(error: unknown): boolean {
  return error instanceof Error && error.message === 'fetch failed';
}

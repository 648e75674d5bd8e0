import type { ClusterState, ClusterTest } from '@heddle/contracts';
import type { ClusterFinding } from '@heddle/data';
import { ApiError } from '../errors/api-error';

/** Interprets the result of a cluster's test. Without a version its API server did not admit us at all. */
export function findingOf(test: ClusterTest): ClusterFinding {
  return { state: stateOf(test), reason: test.problem, test };
}

function stateOf({ version, problem }: ClusterTest): ClusterState {
  if (version === null) return 'unreachable';
  return problem === null ? 'reachable' : 'limited';
}

/** @throws ApiError `cluster_unreachable` with the message of the test */
export function assertReached({ state, test }: ClusterFinding): void {
  if (state !== 'unreachable') return;
  throw new ApiError('cluster_unreachable', test.problem ?? 'The cluster does not answer.', {
    status: 422,
    ...(test.remedy !== null && { remedy: test.remedy }),
  });
}

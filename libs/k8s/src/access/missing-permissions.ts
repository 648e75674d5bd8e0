import type { ClusterApi } from './cluster-api';
import { mapInTurn } from './in-turn';
import { PERMISSIONS, type Permission } from './permissions';

/** Concurrent reviews: few enough for the fair queues of a small API server. */
const CONCURRENCY = 8;

/** Which of {@link PERMISSIONS} these credentials do not have, in the table's order. */
export async function missingPermissions({ authorization }: ClusterApi): Promise<Permission[]> {
  const answers = await mapInTurn(PERMISSIONS, CONCURRENCY, async (permission) => {
    const { verb, group } = permission;
    const [resource, subresource] = permission.resource.split('/');
    const review = await authorization.createSelfSubjectAccessReview({
      body: {
        spec: {
          resourceAttributes: {
            verb,
            group,
            ...(resource !== undefined && { resource }),
            ...(subresource !== undefined && { subresource }),
          },
        },
      },
    });
    return { permission, allowed: review.status?.allowed === true };
  });
  return answers.filter(({ allowed }) => !allowed).map(({ permission }) => permission);
}

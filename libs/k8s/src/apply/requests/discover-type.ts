import type { Manifest } from '@heddle/manifests';
import type { ClusterContext } from '../../cluster-context';
import { ClusterRefusedError } from '../../access/errors';
import { ifPresent } from '../../api-server/api-status-error';
import { groupPath, type ResourceType } from './resource-path';

interface ApiResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/** By cluster, so that a template's own kind is looked up once. */
const discovered = new WeakMap<ClusterContext['api'], Map<string, ResourceType>>();

/**
 * Looks up a kind that Heddle's own templates do not use.
 *
 * @throws ClusterRefusedError when the cluster does not know it
 */
export async function discoverType(
  { api, name }: Pick<ClusterContext, 'api' | 'name'>,
  { apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>,
  get: (path: string) => Promise<unknown>,
): Promise<ResourceType> {
  const types = discovered.get(api) ?? new Map<string, ResourceType>();
  discovered.set(api, types);
  const key = `${apiVersion}/${kind}`;
  const found = types.get(key) ?? typeIn(await ifPresent(get(groupPath(apiVersion))), { apiVersion, kind });
  if (found === undefined) {
    throw new ClusterRefusedError(`Cluster ${name} has no objects of kind ${kind} (${apiVersion}).`, {
      remedy: `Install what defines ${kind} on the cluster, or take it out of the templates, and retry.`,
    });
  }
  types.set(key, found);
  return found;
}

function typeIn(list: unknown, { apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): ResourceType | undefined {
  const resources = (list as ApiResourceList | undefined)?.resources ?? [];
  // Subresources (`things/status`) carry the kind of their object.
  const resource = resources.find((one) => one.kind === kind && !one.name.includes('/'));
  return resource && { apiVersion, kind, plural: resource.name, namespaced: resource.namespaced };
}

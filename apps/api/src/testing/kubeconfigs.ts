import type { BodyInputOf, api } from '@heddle/contracts';

export const CLUSTER_TOKEN = 'secret-cluster-token';

/** A valid kubeconfig for a server that may not exist; `user` adds or replaces fields of its user. */
export function kubeconfigFor(
  server: string,
  user: Readonly<Record<string, unknown>> = { token: CLUSTER_TOKEN },
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'work',
    contexts: [{ name: 'work', context: { cluster: 'east', user: 'ann' } }],
    clusters: [{ name: 'east', cluster: { server } }],
    users: [{ name: 'ann', user }],
  });
}

type Registration = BodyInputOf<typeof api.clusters.register>;

/** The request that registers a cluster by its kubeconfig. */
export function registration(name: string, kubeconfig: string, change: Partial<Registration> = {}): Registration {
  return {
    name,
    source: { type: 'kubeconfig', kubeconfig },
    settings: { shared: { type: 'host_path', path: '/data' } },
    ...change,
  };
}

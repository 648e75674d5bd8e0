import { dump } from 'js-yaml';

export interface KubeconfigFields {
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
}

/** A kubeconfig that is accepted, with fields of its one cluster and its one user added or changed. */
export function kubeconfigWith({ cluster, user }: KubeconfigFields = {}): string {
  return dump({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'work',
    contexts: [{ name: 'work', context: { cluster: 'east', user: 'ann', namespace: 'default' } }],
    clusters: [{ name: 'east', cluster: { server: 'https://east.example:6443', ...cluster } }],
    users: [{ name: 'ann', user: { token: 'opaque', ...user } }],
  });
}

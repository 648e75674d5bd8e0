import type { KubeconfigContext } from '@heddle/contracts';
import { KubeconfigRefusedError } from './errors';
import { parseKubeconfig, type ClusterEntry, type Kubeconfig, type UserEntry } from './kubeconfig-file';
import { isLoopbackServer, refusalOf, type Refusal } from './kubeconfig-refusal';

interface Usable {
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
}

type Verdict = { readonly usable: Usable } | { readonly refusal: Refusal };

const MISSING_REMEDY =
  'Export the context together with its cluster and user: kubectl config view --minify --flatten --raw.';

function judge({ contexts, clusters, users }: Kubeconfig, name: string): Verdict {
  const context = contexts.get(name);
  if (context === undefined) return missing('the kubeconfig has no such context');
  const cluster = clusters.get(context.cluster);
  if (cluster === undefined) return missing(`its cluster ${context.cluster} is missing`);
  const user = users.get(context.user);
  if (user === undefined) return missing(`its user ${context.user} is missing`);
  const refusal = refusalOf(cluster, user);
  return refusal === null ? { usable: { cluster, user } } : { refusal };
}

const missing = (reason: string): Verdict => ({ refusal: { reason, remedy: MISSING_REMEDY } });

/**
 * The contexts of an uploaded kubeconfig, each with whether a server can use it.
 *
 * @throws KubeconfigRefusedError when the text is not a kubeconfig, or has no context
 */
export function inspectKubeconfig(text: string): KubeconfigContext[] {
  const kubeconfig = parseKubeconfig(text);
  if (kubeconfig.contexts.size === 0) {
    throw new KubeconfigRefusedError('The kubeconfig has no context.', { remedy: MISSING_REMEDY });
  }
  return [...kubeconfig.contexts].map(([name, { cluster, user }]) => {
    const verdict = judge(kubeconfig, name);
    return {
      name,
      cluster,
      server: kubeconfig.clusters.get(cluster)?.server ?? null,
      user,
      current: name === kubeconfig.currentContext,
      refused: 'refusal' in verdict ? verdict.refusal.reason : null,
    };
  });
}

/**
 * A kubeconfig with only the chosen context (default: the current one), its cluster and its user, built from the fields
 * that Heddle knows to be harmless. Sealing a sealed kubeconfig returns the same text.
 *
 * @throws KubeconfigRefusedError with the reason why it cannot be used
 */
export function sealedKubeconfig(text: string, context?: string): string {
  return sealContext(parseKubeconfig(text), context);
}

/** {@link sealedKubeconfig} of a kubeconfig that is already parsed. */
export function sealContext(kubeconfig: Kubeconfig, context?: string): string {
  const name = context ?? kubeconfig.currentContext;
  if (name === null) {
    throw new KubeconfigRefusedError('The kubeconfig has no current context.', {
      remedy: 'Choose one of its contexts.',
    });
  }
  const verdict = judge(kubeconfig, name);
  if ('usable' in verdict) return JSON.stringify(fileOf(name, verdict.usable));
  const { reason, remedy } = verdict.refusal;
  throw new KubeconfigRefusedError(`Context ${name} cannot be used: ${reason}.`, { remedy });
}

function fileOf(name: string, { cluster, user }: Usable) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: clusterOf(cluster) }],
    users: [{ name, user: withoutNulls(userOf(user)) }],
  };
}

function clusterOf(cluster: ClusterEntry) {
  const server = cluster.server ?? '';
  return withoutNulls({
    server,
    'certificate-authority-data': cluster['certificate-authority-data'],
    'tls-server-name': cluster['tls-server-name'],
    // Only a server on this machine may skip verification; the client library asks for it where there is no TLS at all.
    'insecure-skip-tls-verify':
      isLoopbackServer(server) && (server.startsWith('http:') || cluster['insecure-skip-tls-verify'] === true)
        ? true
        : undefined,
  });
}

const userOf = (user: UserEntry) => ({
  'client-certificate-data': user['client-certificate-data'],
  'client-key-data': user['client-key-data'],
  token: user.token,
  username: user.username,
  password: user.password,
});

function withoutNulls(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { ClusterEntry, UserEntry } from './kubeconfig-file';

/** Why something cannot be used and what to do instead. */
export interface Refusal {
  readonly reason: string;
  readonly remedy: string;
}

type Rule<Entry> = (entry: Entry) => Refusal | null;

const TOKEN_REMEDY =
  'Make a service account for Heddle in the cluster ("kubectl create serviceaccount heddle", "kubectl create token heddle") and upload a kubeconfig with its token.';
const FLATTEN_REMEDY =
  'Print it with the files inside ("kubectl config view --minify --flatten --raw") and upload that.';
const CA_REMEDY = 'Take the authority of the cluster into the kubeconfig as certificate-authority-data.';

/** Whether a host can only be this machine. */
function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

export function isLoopbackServer(server: string): boolean {
  return URL.canParse(server) && isLoopback(new URL(server).hostname);
}

const serverRule: Rule<ClusterEntry> = ({ server }) => {
  if (server === undefined || server === null) {
    return { reason: 'its cluster has no server address', remedy: 'Set "server" of the cluster and upload it again.' };
  }
  const remedy = 'Set "server" of the cluster to its https:// address and upload it again.';
  if (!URL.canParse(server)) return { reason: `its server address ${server} is not a URL`, remedy };
  const { protocol, username, search } = new URL(server);
  if (username !== '' || search !== '') return { reason: 'its server address holds more than an address', remedy };
  if (protocol === 'https:' || (protocol === 'http:' && isLoopbackServer(server))) return null;
  return {
    reason: `its server address ${server} is not https, so that private keys would travel unencrypted`,
    remedy,
  };
};

const skipVerifyRule: Rule<ClusterEntry> = ({ server, 'insecure-skip-tls-verify': skip }) =>
  skip === true && !isLoopbackServer(server ?? '')
    ? {
        reason:
          'it skips the check of the server certificate (insecure-skip-tls-verify), so private keys could be sent to another server',
        remedy: CA_REMEDY,
      }
    : null;

const proxyRule: Rule<ClusterEntry> = ({ 'proxy-url': proxy }) =>
  typeof proxy === 'string'
    ? {
        reason: 'it goes through a proxy (proxy-url), which Heddle does not do',
        remedy: 'Give the API server an address that Heddle reaches directly.',
      }
    : null;

const authorityRule: Rule<ClusterEntry> = ({ 'certificate-authority-data': data }) =>
  typeof data === 'string' && readable(() => new X509Certificate(decoded(data))) === undefined
    ? { reason: 'its certificate-authority-data is not a PEM certificate in base64', remedy: CA_REMEDY }
    : null;

/** A file that a kubeconfig names is on the machine where it was written, or is one of Heddle's own. */
function fileRule<Entry extends object>(field: keyof Entry & string): Rule<Entry> {
  return (entry) =>
    typeof entry[field] === 'string'
      ? { reason: `it refers to a file (${field}), and files are not uploaded with it`, remedy: FLATTEN_REMEDY }
      : null;
}

const execRule: Rule<UserEntry> = ({ exec }) =>
  exec === undefined || exec === null
    ? null
    : {
        reason: 'it gets its credentials from a program (exec), and Heddle runs no programs that a kubeconfig names',
        remedy: TOKEN_REMEDY,
      };

const authProviderRule: Rule<UserEntry> = ({ 'auth-provider': provider }) =>
  provider === undefined || provider === null
    ? null
    : {
        reason: 'it signs in through an auth-provider, which Kubernetes has removed',
        remedy: TOKEN_REMEDY,
      };

const impersonationRule: Rule<UserEntry> = (user) => {
  const fields = (['as', 'as-uid', 'as-groups', 'as-user-extra'] as const).filter((field) => {
    const value = user[field];
    return value !== undefined && value !== null;
  });
  return fields.length === 0
    ? null
    : { reason: `it acts in the name of another account (${fields.join(', ')})`, remedy: TOKEN_REMEDY };
};

const clientCertificateRule: Rule<UserEntry> = (user) => {
  const { 'client-certificate-data': certificate, 'client-key-data': key } = user;
  const remedy = FLATTEN_REMEDY;
  if (typeof certificate !== 'string' && typeof key !== 'string') return null;
  if (typeof certificate !== 'string') return { reason: 'it has a client-key-data without a certificate', remedy };
  if (typeof key !== 'string') return { reason: 'it has a client-certificate-data without a key', remedy };
  const x509 = readable(() => new X509Certificate(decoded(certificate)));
  if (x509 === undefined) return { reason: 'its client-certificate-data is not a PEM certificate in base64', remedy };
  const privateKey = readable(() => createPrivateKey(decoded(key)));
  if (privateKey === undefined) return { reason: 'its client-key-data is not a PEM key in base64', remedy };
  if (x509.checkPrivateKey(privateKey)) return null;
  return { reason: 'its client-key-data does not belong to its client-certificate-data', remedy };
};

const CLUSTER_RULES: readonly Rule<ClusterEntry>[] = [
  fileRule<ClusterEntry>('certificate-authority'),
  serverRule,
  skipVerifyRule,
  proxyRule,
  authorityRule,
];

const USER_RULES: readonly Rule<UserEntry>[] = [
  execRule,
  authProviderRule,
  impersonationRule,
  fileRule<UserEntry>('client-certificate'),
  fileRule<UserEntry>('client-key'),
  fileRule<UserEntry>('tokenFile'),
  clientCertificateRule,
];

const SECRETS = ['client-certificate-data', 'token', 'password'] as const;

/** Why a server cannot use a cluster and a user of a kubeconfig; null when it can. */
export function refusalOf(cluster: ClusterEntry, user: UserEntry): Refusal | null {
  const found = first(CLUSTER_RULES, cluster) ?? first(USER_RULES, user);
  if (found !== null) return found;
  const signsIn = SECRETS.some((field) => typeof user[field] === 'string');
  return signsIn || isLoopbackServer(cluster.server ?? '')
    ? null
    : { reason: 'its user has no token and no client certificate', remedy: TOKEN_REMEDY };
}

function first<Entry>(rules: readonly Rule<Entry>[], entry: Entry): Refusal | null {
  for (const rule of rules) {
    const refusal = rule(entry);
    if (refusal !== null) return refusal;
  }
  return null;
}

const decoded = (base64: string) => Buffer.from(base64, 'base64');

/** OpenSSL throws when something cannot be parsed; its message does not help users. */
function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { KubeconfigRefusedError } from './errors';
import { sealContext } from './kubeconfig';
import { parseKubeconfig, type ClusterEntry, type Kubeconfig, type UserEntry } from './kubeconfig-file';

export interface DefaultKubeconfigOptions {
  /** Default: the file's current context. */
  readonly context?: string | undefined;
  /** Where `KUBECONFIG` and `HOME` are looked up; default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The kubeconfig of the account that Heddle runs as (`KUBECONFIG`, a list of files of which the first that sets a value
 * wins, else `~/.kube/config`), sealed like an uploaded one. Certificate, key and token files are embedded as they are
 * now, since the operator wrote both; `exec` plugins are rejected here too, as they need a user's session and their
 * tokens expire within the hour.
 *
 * @throws KubeconfigRefusedError with the reason why there is none that can be used
 */
export async function defaultKubeconfig({
  context,
  env = process.env,
}: DefaultKubeconfigOptions = {}): Promise<string> {
  const files = await Promise.all(pathsOf(env).map(fromFile));
  const merged = mergeKubeconfigs(files);
  return sealContext(await inlined(merged, context ?? merged.currentContext), context);
}

function pathsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  return listed.length > 0 ? listed : [join(env['HOME'] ?? homedir(), '.kube', 'config')];
}

async function fromFile(path: string): Promise<Kubeconfig> {
  const folder = dirname(resolve(path));
  const parsed = parseKubeconfig(await read(path));
  return {
    ...parsed,
    clusters: mapValues(parsed.clusters, (cluster) => absolute(folder, cluster, ['certificate-authority'])),
    users: mapValues(parsed.users, (user) => absolute(folder, user, ['client-certificate', 'client-key', 'tokenFile'])),
  };
}

/** As in kubectl: of two entries with the same name, the first wins. */
function mergeKubeconfigs(files: readonly Kubeconfig[]): Kubeconfig {
  const firstOf = <Value>(maps: readonly ReadonlyMap<string, Value>[]) =>
    new Map(maps.toReversed().flatMap((map) => [...map]));
  return {
    currentContext: files.map(({ currentContext }) => currentContext).find((name) => name !== null) ?? null,
    contexts: firstOf(files.map(({ contexts }) => contexts)),
    clusters: firstOf(files.map(({ clusters }) => clusters)),
    users: firstOf(files.map(({ users }) => users)),
  };
}

/** The same with the files of one context read; those of other contexts may be missing. */
async function inlined(kubeconfig: Kubeconfig, name: string | null): Promise<Kubeconfig> {
  const context = kubeconfig.contexts.get(name ?? '');
  if (context === undefined) return kubeconfig;
  const cluster = kubeconfig.clusters.get(context.cluster);
  const user = kubeconfig.users.get(context.user);
  return {
    ...kubeconfig,
    ...(cluster !== undefined && { clusters: new Map([[context.cluster, await inlinedCluster(cluster)]]) }),
    ...(user !== undefined && { users: new Map([[context.user, await inlinedUser(user)]]) }),
  };
}

async function inlinedCluster({ 'certificate-authority': file, ...cluster }: ClusterEntry): Promise<ClusterEntry> {
  return { ...cluster, 'certificate-authority-data': await data(cluster['certificate-authority-data'], file) };
}

async function inlinedUser(entry: UserEntry): Promise<UserEntry> {
  const { 'client-certificate': certificate, 'client-key': key, tokenFile, ...user } = entry;
  return {
    ...user,
    'client-certificate-data': await data(user['client-certificate-data'], certificate),
    'client-key-data': await data(user['client-key-data'], key),
    token: typeof tokenFile === 'string' ? (await read(tokenFile)).trim() : user.token,
  };
}

type Text = string | null | undefined;

/** Inline data takes precedence over a file. */
async function data(inside: Text, file: Text): Promise<Text> {
  if (typeof inside === 'string' || typeof file !== 'string') return inside;
  return Buffer.from(await read(file)).toString('base64');
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new KubeconfigRefusedError(`${path} cannot be read.`, {
      remedy: 'Set KUBECONFIG for the account that Heddle runs as, and let it read the files that are named there.',
      cause,
    });
  }
}

function absolute<Entry extends object>(folder: string, entry: Entry, fields: readonly (keyof Entry)[]): Entry {
  const paths = fields.flatMap((field) => {
    const path = entry[field];
    return typeof path === 'string' ? [[field, resolve(folder, path)]] : [];
  });
  return { ...entry, ...(Object.fromEntries(paths) as Partial<Entry>) };
}

function mapValues<Value>(map: ReadonlyMap<string, Value>, change: (value: Value) => Value): Map<string, Value> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

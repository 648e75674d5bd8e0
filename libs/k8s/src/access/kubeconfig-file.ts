import { load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import { KubeconfigRefusedError } from './errors';

const text = z.string().min(1).optional().nullable();
const present = z.unknown().optional();

/** A cluster as kubectl writes it (`clientcmd/api/v1`, type Cluster); fields that have no effect here are left out. */
const ClusterEntry = z.object({
  server: text,
  'certificate-authority-data': text,
  'certificate-authority': text,
  'tls-server-name': text,
  'insecure-skip-tls-verify': z.boolean().optional().nullable(),
  'proxy-url': text,
});
export type ClusterEntry = z.infer<typeof ClusterEntry>;

/** A user as kubectl writes it (`clientcmd/api/v1`, type AuthInfo). */
const UserEntry = z.object({
  'client-certificate-data': text,
  'client-certificate': text,
  'client-key-data': text,
  'client-key': text,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  exec: present,
  'auth-provider': present,
  as: present,
  'as-uid': present,
  'as-groups': present,
  'as-user-extra': present,
});
export type UserEntry = z.infer<typeof UserEntry>;

const ContextEntry = z.object({ cluster: z.string(), user: z.string() });

const name = z.string().min(1);
/** Parts of the three lists other than names may be missing; the error is reported for the context that needs them. */
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).optional().nullable();

const KubeconfigFile = z.object({
  kind: z.literal('Config').optional(),
  'current-context': text,
  clusters: listOf(z.object({ name, cluster: ClusterEntry })),
  users: listOf(z.object({ name, user: UserEntry.optional().nullable() })),
  contexts: listOf(z.object({ name, context: ContextEntry })),
});

/** A kubeconfig with its parts by name. */
export interface Kubeconfig {
  readonly currentContext: string | null;
  readonly contexts: ReadonlyMap<string, z.infer<typeof ContextEntry>>;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
}

const REMEDY =
  'Upload the file as kubectl uses it: "kubectl config view --minify --flatten --raw" prints one context of it.';

/** Parses a kubeconfig; throws `KubeconfigRefusedError` when it is not one. */
export function parseKubeconfig(source: string): Kubeconfig {
  const parsed = KubeconfigFile.safeParse(loaded(source));
  if (!parsed.success) throw refused(whatIsWrong(parsed.error), parsed.error);
  const { data } = parsed;
  return {
    currentContext: data['current-context'] ?? null,
    contexts: new Map(data.contexts?.map(({ name, context }) => [name, context])),
    clusters: new Map(data.clusters?.map(({ name, cluster }) => [name, cluster])),
    users: new Map(data.users?.map(({ name, user }) => [name, user ?? {}])),
  };
}

function loaded(source: string): unknown {
  try {
    return load(source);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { mark, reason } = error;
    const where = mark === undefined ? '' : ` at line ${mark.line + 1}, column ${mark.column + 1}`;
    throw refused(`it is not valid YAML${where}: ${reason}`, undefined);
  }
}

function whatIsWrong(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return path === '' ? 'it is not a YAML mapping' : `${path}: ${issue?.message ?? 'is not as kubectl writes it'}`;
}

const refused = (what: string, cause: unknown) =>
  new KubeconfigRefusedError(`This is not a kubeconfig: ${what}.`, { remedy: REMEDY, cause });

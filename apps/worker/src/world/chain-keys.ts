import type { ChainId } from '@heddle/contracts';
import type { Identity, IdentityKind, IdentityRepository, Sealer } from '@heddle/data';
import {
  createCertificateAuthority,
  issueIdentity,
  issueTlsCertificate,
  type KeyPair,
  type Validity,
} from '@heddle/fabric';
import type { PlannedCertificates } from '@heddle/topology';

/** All keys of one organization. Never log them, and never put them into a job or an event. */
export interface OrganizationKeys {
  readonly ca: Identity;
  readonly tlsCa: Identity;
  readonly admin: Identity;
  readonly adminTls: Identity;
  /** The identity that applications and the API submit with; the ordering service has none. */
  readonly client: Identity | undefined;
  readonly nodes: Readonly<Record<string, { readonly signing: Identity; readonly tls: Identity }>>;
}

/** An identity that an organization needs, and how to issue it. */
export interface WantedIdentity {
  readonly organization: string;
  readonly kind: IdentityKind;
  readonly name: string;
  readonly days: number;
  readonly issue: (validity: Validity) => Promise<KeyPair>;
}

/** Returns the identity with this name; stored or newly issued. */
export type Keep = (wanted: WantedIdentity) => Promise<Identity>;

const DAY_MS = 86_400_000;

export interface KeyStore {
  readonly chainId: ChainId;
  readonly identities: IdentityRepository;
  readonly sealer: Sealer;
}

/** Previously issued identities are kept: a rerun uses the first CA and never creates a second one. */
export function keepOrIssue({ chainId, identities, sealer }: KeyStore, notBefore: Date): Keep {
  return ({ organization, kind, name, days, issue }) =>
    identities.remember({ chainId, organization, kind, name }, sealer, async () => {
      const notAfter = new Date(notBefore.getTime() + days * DAY_MS);
      return { ...(await issue({ notBefore, notAfter })), expiresAt: notAfter.toISOString() };
    });
}

type Wanted = Pick<WantedIdentity, 'organization' | 'kind' | 'name'>;

const keyOf = ({ organization, kind, name }: Wanted): string => `${organization}/${kind}/${name}`;

/** Uses stored identities of a chain only. */
export function keepStored(identities: readonly Identity[]): Keep {
  const stored = new Map(identities.map((identity) => [keyOf(identity), identity]));
  return (wanted) => {
    const found = stored.get(keyOf(wanted));
    if (found !== undefined) return Promise.resolve(found);
    const { kind, name, organization } = wanted;
    return Promise.reject(new Error(`The ${kind} certificate of ${name} (${organization}) was never issued.`));
  };
}

/** Every identity of an organization. CAs come first because they sign the others. */
export async function organizationKeys(plan: PlannedCertificates, keep: Keep): Promise<OrganizationKeys> {
  const { organization } = plan;
  const authority = (kind: 'ca' | 'tlsca', { commonName, days }: PlannedCertificates['ca']) =>
    keep({
      organization: organization.name,
      kind,
      name: organization.name,
      days,
      issue: (validity) => createCertificateAuthority({ commonName, organization: organization.domain, validity }),
    });
  const [ca, tlsCa] = await Promise.all([authority('ca', plan.ca), authority('tlsca', plan.tlsCa)]);
  const issuer = new Issuer(plan, { ca, tlsCa }, keep);
  const [users, adminTls, nodes] = await Promise.all([issuer.users(), issuer.adminTls(), issuer.nodes()]);
  const admin = users.find(({ kind }) => kind === 'admin');
  if (admin === undefined) throw new Error(`The plan of ${organization.name} has no administrator.`);
  return { ca, tlsCa, admin, adminTls, client: users.find(({ kind }) => kind === 'client'), nodes };
}

/** Issues the identities below the two CAs of one organization. */
class Issuer {
  constructor(
    private readonly plan: PlannedCertificates,
    private readonly authorities: { readonly ca: KeyPair; readonly tlsCa: KeyPair },
    private readonly keep: Keep,
  ) {}

  users(): Promise<Identity[]> {
    return Promise.all(
      this.plan.users.map(({ name, role, commonName }) =>
        this.#keep(role, name, (validity) => issueIdentity(this.authorities.ca, { commonName, role, validity })),
      ),
    );
  }

  /** The client certificate of an administrator for the orderers' admin listeners. */
  adminTls(): Promise<Identity> {
    const commonName = `Admin@${this.plan.organization.domain}`;
    return this.#keep('admin-tls', 'admin', (validity) =>
      issueTlsCertificate(this.authorities.tlsCa, { commonName, hosts: [], validity }),
    );
  }

  async nodes(): Promise<OrganizationKeys['nodes']> {
    const entries = await Promise.all(
      this.plan.nodes.map(async ({ node, signing: { commonName, role }, tls }) => {
        const [signing, server] = await Promise.all([
          this.#keep('node', node, (validity) => issueIdentity(this.authorities.ca, { commonName, role, validity })),
          this.#keep('node-tls', node, (validity) =>
            issueTlsCertificate(this.authorities.tlsCa, { commonName: tls.commonName, hosts: tls.sans, validity }),
          ),
        ]);
        return [node, { signing, tls: server }] as const;
      }),
    );
    return Object.fromEntries(entries);
  }

  #keep(kind: IdentityKind, name: string, issue: WantedIdentity['issue']): Promise<Identity> {
    return this.keep({ organization: this.plan.organization.name, kind, name, days: this.plan.nodeDays, issue });
  }
}

export function keysOf(keys: ReadonlyMap<string, OrganizationKeys>, organization: string): OrganizationKeys {
  const found = keys.get(organization);
  if (found === undefined) throw new Error(`Organization ${organization} has no keys yet.`);
  return found;
}

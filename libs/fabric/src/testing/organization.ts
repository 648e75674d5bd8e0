import { createCertificateAuthority } from '../identities/certificate-authority';
import { issueIdentity, issueTlsCertificate, type NodeRole } from '../identities/issue-certificates';
import type { KeyPair, Validity } from '../identities/key-pair';

/** A validity of ten years that every test may use. */
export const VALIDITY: Validity = {
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2036-01-01T00:00:00Z'),
};

/** The two CAs that every organization has. */
export interface Authorities {
  readonly ca: KeyPair;
  readonly tlsCa: KeyPair;
}

export async function createAuthorities(domain: string, validity = VALIDITY): Promise<Authorities> {
  const [ca, tlsCa] = await Promise.all(
    ['ca', 'tlsca'].map((prefix) =>
      createCertificateAuthority({ commonName: `${prefix}.${domain}`, organization: domain, validity }),
    ),
  );
  if (ca === undefined || tlsCa === undefined) throw new RangeError('two CAs were asked for');
  return { ca, tlsCa };
}

/** The identity and TLS material of a node or a user of an organization. */
export interface Member {
  readonly identity: KeyPair;
  readonly tls: KeyPair;
}

export interface MemberOptions {
  readonly commonName: string;
  readonly role: NodeRole;
  readonly hosts: readonly string[];
  readonly validity?: Validity;
}

export async function issueMember({ ca, tlsCa }: Authorities, options: MemberOptions): Promise<Member> {
  const { commonName, role, hosts, validity = VALIDITY } = options;
  const [identity, tls] = await Promise.all([
    issueIdentity(ca, { commonName, role, validity }),
    issueTlsCertificate(tlsCa, { commonName, hosts, validity }),
  ]);
  return { identity, tls };
}

import { IdentityId, type Identity } from '@heddle/contracts';
import type { IdentityRow, UserKind } from '@heddle/data';
import { describeCertificate } from '@heddle/fabric';

/** A user's identity; undefined for identities of CAs and nodes, and for TLS. */
export function userKind({ kind }: Pick<IdentityRow, 'kind'>): UserKind | undefined {
  return kind === 'admin' || kind === 'client' ? kind : undefined;
}

/** An identity as described by its certificate. */
export function identityView(row: IdentityRow, { role, mspId }: { role: UserKind; mspId: string }): Identity {
  const { commonName, serialNumber, issuedBy, notBefore, notAfter, attributes } = describeCertificate(row.certificate);
  return {
    id: IdentityId.parse(row.id),
    organization: row.organization,
    mspId,
    name: row.name,
    commonName,
    role,
    attributes: { ...attributes },
    serialNumber,
    issuedBy,
    notBefore: notBefore.toISOString(),
    expiresAt: notAfter.toISOString(),
  };
}

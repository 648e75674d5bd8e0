import type { ChainId } from '@heddle/contracts';
import type { Identity, Sealer, Store } from '@heddle/data';
import { createCertificateAuthority, issueTlsCertificate } from '@heddle/fabric';
import type { OperationsAccess } from '@heddle/runtime';
import type { PlannedMonitoring } from '@heddle/topology';
import type { Keep } from './chain-keys';

/** The one client of a chain's monitoring CA, and the CA itself. */
const NAME = 'monitoring';

/** Issues the monitoring CA of a chain and its client; existing ones are kept. */
export async function monitoringKeys({ organization, ca, client }: PlannedMonitoring, keep: Keep): Promise<void> {
  const key = { organization: organization.name, name: NAME };
  const authority = await keep({
    ...key,
    kind: 'monitoring-ca',
    days: ca.days,
    issue: (validity) =>
      createCertificateAuthority({ commonName: ca.commonName, organization: organization.domain, validity }),
  });
  await keep({
    ...key,
    kind: 'monitoring',
    days: client.days,
    issue: (validity) => issueTlsCertificate(authority, { commonName: client.commonName, hosts: [], validity }),
  });
}

/**
 * Certificate of a chain's monitoring CA, PEM. Undefined for a chain that was created before there were monitoring CAs:
 * its nodes serve their operations endpoints without TLS, so that an upgrade restarts none of them.
 */
export function monitoringCaOf(identities: readonly Pick<Identity, 'kind' | 'certificate'>[]): string | undefined {
  return identities.find(({ kind }) => kind === 'monitoring-ca')?.certificate;
}

/** Credentials for the operations endpoints of a chain's nodes; undefined if they are plain HTTP. */
export async function operationsAccess(
  { identities }: Pick<Store, 'identities'>,
  sealer: Sealer,
  chainId: ChainId,
): Promise<OperationsAccess | undefined> {
  const rows = await identities.openChain(chainId, sealer);
  const client = rows.find(({ kind }) => kind === 'monitoring');
  if (client === undefined) return undefined;
  const { certificate, privateKey } = client;
  const authorities = rows.flatMap((authority) =>
    authority.kind === 'tlsca' ? [[authority.organization, authority.certificate]] : [],
  );
  return { authorities: Object.fromEntries(authorities) as Record<string, string>, certificate, privateKey };
}

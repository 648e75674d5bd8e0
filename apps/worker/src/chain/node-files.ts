import { inFolder, mspFiles, organizationMspFiles, tlsFiles, type FileTree } from '@heddle/fabric';
import type { OrganizationKeys } from '../world/chain-keys';

/** The MSP and TLS folders that a node starts with, including private keys. */
export function nodeFiles(keys: OrganizationKeys, node: string): FileTree {
  const own = keys.nodes[node];
  if (own === undefined) throw new Error(`No certificate was issued for ${node}.`);
  return {
    ...inFolder(
      'msp',
      mspFiles({
        caCertificate: keys.ca.certificate,
        tlsCaCertificate: keys.tlsCa.certificate,
        identity: own.signing,
      }),
    ),
    ...inFolder('tls', tlsFiles({ identity: own.tls, tlsCaCertificate: keys.tlsCa.certificate })),
  };
}

/** The public material of an organization: its MSP without private keys. */
export function publicOrganizationFiles(keys: OrganizationKeys): Record<string, string> {
  const files = inFolder(
    'msp',
    organizationMspFiles({ caCertificate: keys.ca.certificate, tlsCaCertificate: keys.tlsCa.certificate }),
  );
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, file]) => (file.secret ? [] : [[path, file.content]])),
  );
}

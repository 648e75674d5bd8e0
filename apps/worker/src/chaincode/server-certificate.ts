import type { Identity } from '@heddle/data';
import { issueTlsCertificate, tlsFiles, type FileTree, type KeyPair } from '@heddle/fabric';
import { serverNames, type PlannedChaincodeServer } from '@heddle/topology';
import type { Keep } from '../world/chain-keys';

interface ServerCertificate {
  readonly server: PlannedChaincodeServer;
  /** The name under which its peers reach it. */
  readonly host: string;
  readonly tlsCa: KeyPair;
  readonly days: number;
}

/** The certificate by which an organization's peers authenticate its chaincode server; issued once. */
export function issueServerCertificate(
  keep: Keep,
  { server, host, tlsCa, days }: ServerCertificate,
): Promise<Identity> {
  return keep({
    organization: server.organization,
    kind: 'chaincode-tls',
    name: server.name,
    days,
    issue: (validity) =>
      issueTlsCertificate(tlsCa, {
        commonName: server.hostName.slice(0, 64),
        hosts: serverNames(server.hostName, host),
        validity,
      }),
  });
}

/**
 * The client certificate that an organization's peers present to its chaincode server, from the same CA as the server's
 * own; issued once. The package contains its key, so it must differ from the server's certificate.
 */
export function issuePeerCertificate(
  keep: Keep,
  { server, tlsCa, days }: Omit<ServerCertificate, 'host'>,
): Promise<Identity> {
  return keep({
    organization: server.organization,
    kind: 'chaincode-client-tls',
    name: server.name,
    days,
    issue: (validity) =>
      issueTlsCertificate(tlsCa, { commonName: `peers.${server.hostName}`.slice(0, 64), hosts: [], validity }),
  });
}

export function serverFiles(identity: KeyPair, tlsCa: KeyPair): FileTree {
  const files = tlsFiles({ identity, tlsCaCertificate: tlsCa.certificate });
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [`tls/${path}`, file]));
}

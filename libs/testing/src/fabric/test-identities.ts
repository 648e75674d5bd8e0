import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  createCertificateAuthority,
  createSigner,
  inFolder,
  issueIdentity,
  issueTlsCertificate,
  mspFiles,
  tlsFiles,
  type FileTree,
  type KeyPair,
  type MspMaterial,
  type NodeRole,
  type Signer,
  type Validity,
} from '@heddle/fabric';

const HOUR = 3_600_000;
const HOSTS = ['localhost', '127.0.0.1'];

/** The certificate authorities of one organization, in memory. */
export interface TestIdentities {
  readonly mspId: string;
  readonly domain: string;
  readonly tlsRootCertificate: string;
  readonly mspMaterial: MspMaterial;
  readonly admin: Signer;
  readonly user: Signer;
  /** A TLS key pair for clients of admin endpoints. */
  readonly tlsClient: KeyPair;
  issueNode(host: string, role: NodeRole): Promise<NodeIdentity>;
}

export interface NodeIdentity {
  readonly tls: KeyPair;
  /** `msp/` and `tls/` in the layout of peer and orderer. */
  readonly files: FileTree;
}

/** Creates an organization with its two CAs, an admin and a user, valid for a day. */
export async function createTestIdentities(mspId: string, domain: string): Promise<TestIdentities> {
  const validity: Validity = { notBefore: new Date(Date.now() - HOUR), notAfter: new Date(Date.now() + 24 * HOUR) };
  const [ca, tlsCa] = await Promise.all([
    createCertificateAuthority({ commonName: `ca.${domain}`, organization: domain, validity }),
    createCertificateAuthority({ commonName: `tlsca.${domain}`, organization: domain, validity }),
  ]);
  const organization = { caCertificate: ca.certificate, tlsCaCertificate: tlsCa.certificate };
  const signer = async (name: string, role: NodeRole): Promise<Signer> => {
    const { certificate, privateKey } = await issueIdentity(ca, { commonName: `${name}@${domain}`, role, validity });
    return createSigner({ mspId, certificate, privateKey });
  };
  const [admin, user, tlsClient] = await Promise.all([
    signer('Admin', 'admin'),
    signer('User1', 'client'),
    issueTlsCertificate(tlsCa, { commonName: `Admin@${domain}`, hosts: [], validity }),
  ]);
  return {
    mspId,
    domain,
    tlsRootCertificate: tlsCa.certificate,
    mspMaterial: { rootCerts: [ca.certificate], tlsRootCerts: [tlsCa.certificate] },
    admin,
    user,
    tlsClient,
    async issueNode(host, role) {
      const [identity, tls] = await Promise.all([
        issueIdentity(ca, { commonName: host, role, validity }),
        issueTlsCertificate(tlsCa, { commonName: host, hosts: [host, ...HOSTS], validity }),
      ]);
      const files = {
        ...inFolder('msp', mspFiles({ identity, ...organization })),
        ...inFolder('tls', tlsFiles({ identity: tls, tlsCaCertificate: tlsCa.certificate })),
      };
      return { tls, files };
    },
  };
}

/** Writes files below a folder; secret ones are readable only by their owner. */
export async function writeFileTree(folder: string, files: FileTree): Promise<void> {
  await Promise.all(
    Object.entries(files).map(async ([path, { content, secret }]) => {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content, { mode: secret ? 0o600 : 0o644 });
    }),
  );
}

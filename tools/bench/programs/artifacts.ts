import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  channelGenesisBlock,
  createCertificateAuthority,
  inFolder,
  issueIdentity,
  issueTlsCertificate,
  keyFileName,
  mspFiles,
  organizationMspFiles,
  tlsFiles,
  type FileTree,
  type KeyPair,
  type MspMaterial,
  type NodeRole,
  type Validity,
} from '@heddle/fabric';

const YEAR_MS = 365 * 86_400_000;

interface Organization {
  readonly domain: string;
  readonly mspId: string;
  readonly role: 'orderer' | 'peer';
  readonly nodes: readonly string[];
  readonly users: readonly (readonly [name: string, role: NodeRole])[];
}

interface Issued {
  readonly organization: Organization;
  readonly msp: MspMaterial;
  readonly serverCertificates: readonly string[];
  readonly files: FileTree;
}

const ORDERING: Organization = {
  domain: 'example.com',
  mspId: 'OrdererMSP',
  role: 'orderer',
  nodes: ['orderer1', 'orderer2', 'orderer3'],
  users: [['Admin', 'admin']],
};

const MEMBERS: readonly Organization[] = [1, 2].map((number) => ({
  domain: `org${String(number)}.example.com`,
  mspId: `Org${String(number)}MSP`,
  role: 'peer',
  nodes: ['peer0', 'peer1'],
  users: [
    ['Admin', 'admin'],
    ['User1', 'client'],
  ],
}));

/**
 * Writes what cryptogen and configtxgen write for the same chain: for each organization two CAs, and MSP and
 * TLS folders of its nodes and users, and the channel's genesis block.
 * @returns how many files were written
 */
export async function makeArtifacts(folder: string, channel: string): Promise<number> {
  const [ordering, ...members] = await Promise.all([issue(ORDERING), ...MEMBERS.map(issue)]);
  const block = channelGenesisBlock({
    name: channel,
    orderer: {
      type: 'etcdraft',
      consenters: ordering.serverCertificates.map((certificate, index) => ({
        host: '127.0.0.1',
        port: 7050 + index,
        clientTlsCert: certificate,
        serverTlsCert: certificate,
      })),
      organizations: [{ name: 'OrdererMSP', mspId: 'OrdererMSP', msp: ordering.msp, ordererEndpoints: endpoints() }],
    },
    application: {
      organizations: members.map(({ organization: { mspId }, msp }, index) => ({
        name: mspId,
        mspId,
        msp,
        anchorPeers: [{ host: '127.0.0.1', port: 8050 + index }],
      })),
    },
  });
  const files = [ordering, ...members].flatMap((issued) => Object.entries(issued.files));
  await writeTree(folder, files);
  await writeFile(join(folder, 'genesis.block'), block);
  return files.length + 1;
}

function endpoints(): string[] {
  return ORDERING.nodes.map((_, index) => `127.0.0.1:${String(7050 + index)}`);
}

async function issue(organization: Organization): Promise<Issued> {
  const { domain, nodes, role, users } = organization;
  const validity: Validity = { notBefore: new Date(), notAfter: new Date(Date.now() + 10 * YEAR_MS) };
  const [ca, tlsCa] = await Promise.all(
    ['ca', 'tlsca'].map((name) =>
      createCertificateAuthority({ commonName: `${name}.${domain}`, organization: domain, validity }),
    ),
  );
  if (ca === undefined || tlsCa === undefined) throw new Error('an organization without CAs');
  const roots = { caCertificate: ca.certificate, tlsCaCertificate: tlsCa.certificate };
  const one = async (commonName: string, as: NodeRole, hosts: string[]) => {
    const [identity, tls] = await Promise.all([
      issueIdentity(ca, { commonName, role: as, validity }),
      issueTlsCertificate(tlsCa, { commonName, hosts, validity }),
    ]);
    const owner = hosts.length > 0 ? ('server' as const) : ('client' as const);
    const files = {
      ...inFolder(`${domain}/${commonName}/msp`, mspFiles({ identity, ...roots })),
      ...inFolder(
        `${domain}/${commonName}/tls`,
        tlsFiles({ identity: tls, tlsCaCertificate: tlsCa.certificate, owner }),
      ),
    };
    return { tls, files };
  };
  const issued = await Promise.all([
    ...nodes.map((name) => one(`${name}.${domain}`, role, [`${name}.${domain}`, 'localhost', '127.0.0.1'])),
    ...users.map(([name, as]) => one(`${name}@${domain}`, as, [])),
  ]);
  return {
    organization,
    msp: { rootCerts: [ca.certificate], tlsRootCerts: [tlsCa.certificate] },
    serverCertificates: issued.slice(0, nodes.length).map(({ tls }) => tls.certificate),
    files: merged([
      inFolder(`${domain}/ca`, authorityFiles(ca)),
      inFolder(`${domain}/tlsca`, authorityFiles(tlsCa)),
      inFolder(`${domain}/msp`, organizationMspFiles(roots)),
      ...issued.map(({ files }) => files),
    ]),
  };
}

function merged(trees: readonly FileTree[]): FileTree {
  return Object.fromEntries(trees.flatMap((tree) => Object.entries(tree)));
}

function authorityFiles({ certificate, privateKey }: KeyPair): FileTree {
  return {
    'ca.pem': { content: certificate, secret: false },
    [keyFileName(certificate)]: { content: privateKey, secret: true },
  };
}

async function writeTree(folder: string, files: readonly [string, FileTree[string]][]): Promise<void> {
  const folders = new Set(files.map(([path]) => dirname(join(folder, path))));
  await Promise.all([...folders].map((path) => mkdir(path, { recursive: true })));
  await Promise.all(
    files.map(([path, { content, secret }]) =>
      writeFile(join(folder, path), content, { mode: secret ? 0o600 : 0o644 }),
    ),
  );
}

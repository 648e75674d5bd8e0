import { fabricProgram, writeFileTree } from '@heddle/testing';
import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { runProgram } from '../testing/run-program';
import { createAuthorities, issueMember, type Member } from '../testing/organization';
import { inTemporaryFolder } from '../testing/temporary-folder';
import { type FileTree, inFolder } from './file-tree';
import { subjectKeyIdentifier } from './inspect-certificate';
import { issueIdentity } from './issue-certificates';
import type { KeyPair, Validity } from './key-pair';
import { mspFiles, organizationMspFiles } from './msp-files';
import { tlsFiles } from './tls-files';

const CONFIG = `
OrdererOrgs:
  - { Name: Orderer, Domain: example.com, EnableNodeOUs: true,
      Specs: [{ Hostname: orderer, SANS: [127.0.0.1, "::1", "2001:db8::5", localhost] }] }
PeerOrgs:
  - { Name: Org1, Domain: org1.example.com, EnableNodeOUs: true, Template: { Count: 2 }, Users: { Count: 1 } }
`;

let reference: FileTree;
let ours: FileTree;

beforeAll(async () => {
  await inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'crypto-config.yaml'), CONFIG);
    await runProgram(
      fabricProgram('cryptogen'),
      ['generate', '--config', 'crypto-config.yaml', '--output', 'out'],
      folder,
    );
    reference = await readFiles(join(folder, 'out'));
  });
  const validity = validityOf(content(reference, 'peerOrganizations/org1.example.com/ca/ca.org1.example.com-cert.pem'));
  ours = {
    ...(await organization('ordererOrganizations/example.com', validity, [
      ['orderers', 'orderer.example.com', 'orderer', ['127.0.0.1', '::1', '2001:db8::5', 'localhost']],
      ['users', 'Admin@example.com', 'admin'],
    ])),
    ...(await organization('peerOrganizations/org1.example.com', validity, [
      ['peers', 'peer0.org1.example.com', 'peer'],
      ['peers', 'peer1.org1.example.com', 'peer'],
      ['users', 'Admin@org1.example.com', 'admin'],
      ['users', 'User1@org1.example.com', 'client'],
    ])),
  };
});

it('lays out the same files, with the key identifier in the name of MSP keys', () => {
  const cryptogenPaths = Object.keys(reference).map((path) => path.replace(/keystore\/priv_sk$/, 'keystore/<ski>_sk'));
  const ourPaths = Object.keys(ours).map((path) => path.replace(/keystore\/[0-9a-f]{64}_sk$/, 'keystore/<ski>_sk'));
  expect(ourPaths.sort()).toEqual(cryptogenPaths.sort());
});

it('marks exactly the private keys as secret', () => {
  const secret = Object.entries(ours).filter(([, file]) => file.secret);
  expect(secret.length).toBe(4 + 2 * 6);
  expect(secret.every(([, file]) => file.content.startsWith('-----BEGIN PRIVATE KEY-----'))).toBe(true);
  expect(Object.values(ours).filter((file) => file.content.includes('PRIVATE KEY')).length).toBe(secret.length);
});

it('writes the same config.yaml, byte for byte', () => {
  const paths = Object.keys(reference).filter((path) => path.endsWith('config.yaml'));
  expect(paths.length).toBe(8);
  for (const path of paths) expect(content(ours, path)).toBe(content(reference, path));
});

it('writes the same ASN.1 in every certificate: names, string types, order and criticality of extensions', () => {
  const paths = Object.keys(reference).filter((path) => /\.(pem|crt)$/.test(path));
  expect(paths.length).toBe(38);
  for (const path of paths) {
    expect({ path, asn1: comparableAsn1(content(ours, path)) }).toEqual({
      path,
      asn1: comparableAsn1(content(reference, path)),
    });
  }
});

it('writes private keys in the same PKCS #8 form', () => {
  const path = 'peerOrganizations/org1.example.com/peers/peer0.org1.example.com/tls/server.key';
  expect(comparableAsn1(content(ours, path))).toEqual(comparableAsn1(content(reference, path)));
});

it("finds the key identifier that cryptogen put into its CAs' certificates", () => {
  for (const domain of ['ordererOrganizations/example.com', 'peerOrganizations/org1.example.com']) {
    const ca = content(reference, `${domain}/ca/ca.${domain.split('/').at(-1) ?? ''}-cert.pem`);
    const printed = openssl(['x509', '-noout', '-ext', 'subjectKeyIdentifier'], ca);
    expect(printed.replace(/[^0-9A-F]/g, '').toLowerCase()).toContain(subjectKeyIdentifier(ca));
  }
});

it('issues under a CA that cryptogen made, and OpenSSL follows the chain', async () => {
  const folder = 'peerOrganizations/org1.example.com/ca';
  const certificate = content(reference, `${folder}/ca.org1.example.com-cert.pem`);
  const ca: KeyPair = { certificate, privateKey: content(reference, `${folder}/priv_sk`) };
  const validity = validityOf(certificate);
  const user = await issueIdentity(ca, { commonName: 'User2@org1.example.com', role: 'client', validity });
  const like = content(
    reference,
    'peerOrganizations/org1.example.com/users/User1@org1.example.com/msp/signcerts/User1@org1.example.com-cert.pem',
  );
  const renamed = comparableAsn1(like).map((line) => line.replace('User1@', 'User2@'));
  expect(comparableAsn1(user.certificate)).toEqual(renamed);
  await expectVerified(certificate, user.certificate);
});

it('passes openssl verify for both ends of TLS', async () => {
  const tls = 'ordererOrganizations/example.com/orderers/orderer.example.com/tls';
  await expectVerified(content(ours, `${tls}/ca.crt`), content(ours, `${tls}/server.crt`), ['-purpose', 'sslserver']);
  await expectVerified(content(ours, `${tls}/ca.crt`), content(ours, `${tls}/server.crt`), ['-purpose', 'sslclient']);
});

type MemberRow = readonly [
  folder: string,
  commonName: string,
  role: 'admin' | 'client' | 'orderer' | 'peer',
  sans?: readonly string[],
];

async function organization(folder: string, validity: Validity, rows: readonly MemberRow[]): Promise<FileTree> {
  const domain = folder.split('/').at(-1) ?? '';
  const authorities = await createAuthorities(domain, validity);
  const cas = { caCertificate: authorities.ca.certificate, tlsCaCertificate: authorities.tlsCa.certificate };
  const members = await Promise.all(
    rows.map(async ([kind, commonName, role, sans = []]): Promise<FileTree> => {
      const hosts = kind === 'users' ? [] : [commonName, commonName.split('.')[0] ?? '', ...sans];
      const member = await issueMember(authorities, { commonName, role, hosts, validity });
      return inFolder(`${kind}/${commonName}`, memberFiles(member, cas, kind === 'users' ? 'client' : 'server'));
    }),
  );
  const files: FileTree = Object.assign({}, ...members, inFolder('msp', organizationMspFiles(cas)), {
    [`ca/ca.${domain}-cert.pem`]: { content: cas.caCertificate, secret: false },
    [`tlsca/tlsca.${domain}-cert.pem`]: { content: cas.tlsCaCertificate, secret: false },
    'ca/priv_sk': { content: authorities.ca.privateKey, secret: true },
    'tlsca/priv_sk': { content: authorities.tlsCa.privateKey, secret: true },
  }) as FileTree;
  return inFolder(folder, files);
}

function memberFiles(
  { identity, tls }: Member,
  cas: { caCertificate: string; tlsCaCertificate: string },
  owner: 'client' | 'server',
): FileTree {
  return {
    ...inFolder('msp', mspFiles({ identity, ...cas })),
    ...inFolder('tls', tlsFiles({ identity: tls, tlsCaCertificate: cas.tlsCaCertificate, owner })),
  };
}

/** Subject key identifier, authority key identifier, and the two halves of a private key. */
const KEY_DEPENDENT = /(\[HEX DUMP\]:(?:0420|30228020|306B0201010420(?=[0-9A-F]{64}A14403420004)))[0-9A-F]+$/;

/** OpenSSL's listing of the structure without lengths, and without what differs from key to key. */
function comparableAsn1(pem: string): string[] {
  return openssl(['asn1parse', '-i'], pem)
    .trim()
    .split('\n')
    .map((line) => line.replace(/^ *\d+:(d=\d+) +hl= *\d+ l= *\d+ (.*)$/, '$1 $2'))
    .map((line) => line.replace(/(INTEGER +):[0-9A-F]{20,}$/, '$1:<number>'))
    .map((line) => line.replace(KEY_DEPENDENT, '$1<key or identifier>'));
}

function openssl(args: readonly string[], input: string): string {
  return execFileSync('openssl', [...args], { input, encoding: 'utf8' });
}

async function expectVerified(ca: string, certificate: string, args: readonly string[] = []): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const file = (content: string) => ({ content, secret: false });
    await writeFileTree(folder, { 'ca.pem': file(ca), 'certificate.pem': file(certificate) });
    const verify = ['verify', ...args, '-CAfile', join(folder, 'ca.pem'), join(folder, 'certificate.pem')];
    expect(openssl(verify, '')).toMatch(/: OK\n$/);
  });
}

function validityOf(certificate: string): Validity {
  const { validFrom, validTo } = new X509Certificate(certificate);
  return { notBefore: new Date(validFrom), notAfter: new Date(validTo) };
}

function content(files: FileTree, path: string): string {
  const file = files[path];
  if (file === undefined) throw new Error(`${path} is missing`);
  return file.content;
}

async function readFiles(folder: string): Promise<FileTree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files.map(async (path) => {
        const text = await readFile(path, 'utf8');
        return [path.slice(folder.length + 1), { content: text, secret: text.includes('PRIVATE KEY') }] as const;
      }),
    ),
  );
}

import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  cryptoProvider,
  type JsonGeneralNames,
} from '@peculiar/x509';
import type { ClusterSettings } from './settings.ts';

const KEYS = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

/** The machine and the node share a clock; the hour allows for an adjustment of it. */
const validity = () => ({ notBefore: new Date(Date.now() - DAY / 24), notAfter: new Date(Date.now() + 3650 * DAY) });

interface Party {
  readonly subject: string;
  /** Of a server. */
  readonly names?: JsonGeneralNames;
}

/** The certificates to issue, with the subjects that Kubernetes' RBAC roles expect. */
function parties({ name, nodeAddress, apiServiceAddress }: ClusterSettings): Record<string, Party> {
  const service = [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ];
  return {
    apiserver: {
      subject: 'CN=kube-apiserver',
      names: [
        ...[nodeAddress, apiServiceAddress, '127.0.0.1'].map((value) => ({ type: 'ip' as const, value })),
        ...['localhost', ...service].map((value) => ({ type: 'dns' as const, value })),
      ],
    },
    'kubelet-serving': {
      subject: `O=system:nodes, CN=system:node:${name}`,
      names: [
        { type: 'ip', value: nodeAddress },
        { type: 'dns', value: name },
      ],
    },
    kubelet: { subject: `O=system:nodes, CN=system:node:${name}` },
    'apiserver-kubelet': { subject: 'O=system:masters, CN=apiserver-kubelet-client' },
    admin: { subject: 'O=system:masters, CN=admin' },
    'controller-manager': { subject: 'CN=system:kube-controller-manager' },
    scheduler: { subject: 'CN=system:kube-scheduler' },
    proxy: { subject: 'CN=system:kube-proxy' },
    coredns: { subject: 'CN=coredns' },
    'front-proxy': { subject: 'CN=front-proxy-client' },
  };
}

/** Creates the cluster's CA and all certificates and keys, as NAME.crt and NAME.key. */
export async function writePki(settings: ClusterSettings, folder: string): Promise<void> {
  cryptoProvider.set(webcrypto);
  const authority = await newKeys();
  const issuer = `CN=${settings.name}-ca`;
  const root = await X509CertificateGenerator.createSelfSigned({
    name: issuer,
    keys: authority,
    signingAlgorithm: KEYS,
    ...validity(),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  await write(folder, 'ca', { certificate: root.toString('pem'), keys: authority });
  for (const [name, { subject, names }] of Object.entries(parties(settings))) {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      subject,
      issuer,
      publicKey: keys.publicKey,
      signingKey: authority.privateKey,
      signingAlgorithm: KEYS,
      ...validity(),
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
        new ExtendedKeyUsageExtension([names ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth]),
        ...(names ? [new SubjectAlternativeNameExtension(names)] : []),
      ],
    });
    await write(folder, name, { certificate: certificate.toString('pem'), keys });
  }
  const tokens = await newKeys();
  writePem(join(folder, 'service-accounts.key'), 'PRIVATE KEY', await privateKey(tokens));
  writePem(join(folder, 'service-accounts.pub'), 'PUBLIC KEY', await publicKey(tokens));
}

type Keys = webcrypto.CryptoKeyPair;

function newKeys(): Promise<Keys> {
  return webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
}

const privateKey = (keys: Keys) => webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
const publicKey = (keys: Keys) => webcrypto.subtle.exportKey('spki', keys.publicKey);

async function write(
  folder: string,
  name: string,
  { certificate, keys }: { certificate: string; keys: Keys },
): Promise<void> {
  writeFileSync(join(folder, `${name}.crt`), `${certificate}\n`);
  writePem(join(folder, `${name}.key`), 'PRIVATE KEY', await privateKey(keys));
}

function writePem(path: string, label: string, der: ArrayBuffer): void {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  writeFileSync(path, [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n'), { mode: 0o600 });
}

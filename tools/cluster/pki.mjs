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
} from '@peculiar/x509';

const KEYS = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

/** The machine and the node share a clock; the hour allows for an adjustment of it. */
const validity = () => ({ notBefore: new Date(Date.now() - DAY / 24), notAfter: new Date(Date.now() + 3650 * DAY) });

/**
 * The certificates to issue, with the subjects that Kubernetes' RBAC roles expect.
 * @param {import('./settings.mjs').ClusterSettings} settings
 * @returns {Record<string, { subject: string, names?: import('@peculiar/x509').JsonGeneralNames }>} servers have names
 */
function parties({ name, nodeAddress, apiServiceAddress }) {
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
        ...[nodeAddress, apiServiceAddress, '127.0.0.1'].map((value) => ({ type: /** @type {const} */ ('ip'), value })),
        ...['localhost', ...service].map((value) => ({ type: /** @type {const} */ ('dns'), value })),
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

/**
 * Creates the cluster's CA and all certificates and keys, as NAME.crt and NAME.key.
 * @param {import('./settings.mjs').ClusterSettings} settings
 * @param {string} folder
 */
export async function writePki(settings, folder) {
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

/** @typedef {import('node:crypto').webcrypto.CryptoKeyPair} Keys */

/** @returns {Promise<Keys>} */
function newKeys() {
  return webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
}

/** @param {Keys} keys */
const privateKey = (keys) => webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
/** @param {Keys} keys */
const publicKey = (keys) => webcrypto.subtle.exportKey('spki', keys.publicKey);

/**
 * @param {string} folder
 * @param {string} name
 * @param {{ certificate: string, keys: Keys }} identity
 */
async function write(folder, name, { certificate, keys }) {
  writeFileSync(join(folder, `${name}.crt`), `${certificate}\n`);
  writePem(join(folder, `${name}.key`), 'PRIVATE KEY', await privateKey(keys));
}

/**
 * @param {string} path
 * @param {string} label
 * @param {ArrayBuffer} der
 */
function writePem(path, label, der) {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  writeFileSync(path, [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n'), { mode: 0o600 });
}

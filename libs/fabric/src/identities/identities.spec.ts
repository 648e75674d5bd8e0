import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { createAuthorities, VALIDITY } from '../testing/organization';
import { createCertificateAuthority } from './certificate-authority';
import { readElements } from './der-reader';
import { inFolder } from './file-tree';
import {
  InvalidCertificateError,
  InvalidSubjectError,
  InvalidValidityError,
  IssuerMismatchError,
  NotACertificateAuthorityError,
} from './identity-errors';
import { certificateExpiry, subjectKeyIdentifier } from './inspect-certificate';
import { issueIdentity, issueTlsCertificate } from './issue-certificates';
import type { KeyPair, Validity } from './key-pair';
import { certificateFileName, keyFileName, mspFiles } from './msp-files';
import { renewCertificate } from './renew-certificate';
import { tlsFiles } from './tls-files';

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

let ca: KeyPair;
let tlsCa: KeyPair;

beforeAll(async () => {
  ({ ca, tlsCa } = await createAuthorities('org1.example.com'));
});

describe('createCertificateAuthority', () => {
  it('makes a CA that signs itself', () => {
    const certificate = new X509Certificate(ca.certificate);
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(ca.privateKey))).toBe(true);
    expect(certificate.subject).toBe(
      'C=US\nST=California\nL=San Francisco\nO=org1.example.com\nCN=ca.org1.example.com',
    );
  });

  it('takes another place, or none', async () => {
    const options = { commonName: 'ca', organization: '织布机', validity: VALIDITY };
    const placed = await createCertificateAuthority({ ...options, place: { country: 'DE', locality: 'Köln' } });
    expect(new X509Certificate(placed.certificate).toLegacyObject().subject).toMatchObject({
      C: 'DE',
      L: 'Köln',
      O: '织布机',
    });
    const user = await issueIdentity(placed, { commonName: 'u', role: 'client', validity: VALIDITY });
    expect(new X509Certificate(user.certificate).toLegacyObject().subject).toMatchObject({
      C: 'DE',
      L: 'Köln',
      OU: 'client',
    });
    const nowhere = await createCertificateAuthority({ ...options, place: {} });
    expect(new X509Certificate(nowhere.certificate).toLegacyObject().subject).not.toHaveProperty('C');
  });

  it.each([
    ['an empty common name', { commonName: '' }],
    ['a slash, which would leave the MSP folder', { commonName: '../ca' }],
    ['a line break', { commonName: 'ca\nx' }],
    ['65 characters', { commonName: 'a'.repeat(65) }],
    ['an organization without a name', { organization: ' ' }],
    ['a country that is not two letters', { place: { country: 'USA' } }],
  ])('refuses %s', async (_, wrong) => {
    const options = { commonName: 'ca', organization: 'org', validity: VALIDITY };
    await expect(createCertificateAuthority({ ...options, ...wrong })).rejects.toThrow(InvalidSubjectError);
  });

  it('never gives two certificates the same serial number', async () => {
    const serials = await Promise.all(
      Array.from({ length: 20 }, () => issueIdentity(ca, { commonName: 'u', role: 'client', validity: VALIDITY })),
    );
    expect(new Set(serials.map(({ certificate }) => new X509Certificate(certificate).serialNumber)).size).toBe(20);
  });
});

describe('validity', () => {
  const valid = (from: string, to: string): Validity => ({ notBefore: new Date(from), notAfter: new Date(to) });
  const issue = (validity: Validity) => issueIdentity(ca, { commonName: 'peer0', role: 'peer', validity });

  it('is what was asked for, to the second, before and after 2050', async () => {
    const validity = valid('2026-03-04T05:06:07.890Z', '2071-08-09T10:11:12.999Z');
    const { certificate } = await createCertificateAuthority({ commonName: 'ca', organization: 'o', validity });
    const { validFrom, validTo } = new X509Certificate(certificate);
    expect(new Date(validFrom)).toEqual(new Date('2026-03-04T05:06:07Z'));
    expect(new Date(validTo)).toEqual(new Date('2071-08-09T10:11:12Z'));
    expect(certificateExpiry(certificate)).toEqual(new Date('2071-08-09T10:11:12Z'));
  });

  it('may be that of the CA', async () => {
    expect(certificateExpiry((await issue(VALIDITY)).certificate)).toEqual(VALIDITY.notAfter);
  });

  it.each([
    [
      'outlive its CA',
      valid('2026-01-01', '2036-01-01T00:00:01Z'),
      'outlives its CA, which ends at 2036-01-01T00:00:00.000Z',
    ],
    ['begin before its CA', valid('2025-12-31', '2030-01-01'), 'begins before its CA'],
    ['end before it begins', valid('2030-01-01', '2029-01-01'), 'ends before it begins'],
    ['be empty', valid('2030-01-01', '2030-01-01'), 'ends before it begins'],
    ['be no date', valid('2030-01-01', 'never'), 'is not a date'],
  ])('must not %s', async (_, validity, message) => {
    await expect(issue(validity)).rejects.toThrow(InvalidValidityError);
    await expect(issue(validity)).rejects.toThrow(message);
  });
});

describe('issueTlsCertificate', () => {
  it('holds for every host that it was asked for', async () => {
    const hosts = [
      'peer0.org1.example.com',
      '*.svc.cluster.local',
      'peer_0',
      '10.0.0.7',
      '::1',
      'fe80::1:0:0:2',
      '::ffff:1.2.3.4',
    ];
    const { certificate } = await issueTlsCertificate(tlsCa, { commonName: 'peer0', hosts, validity: VALIDITY });
    const issued = new X509Certificate(certificate);
    expect(issued.subjectAltName).toBe(
      'DNS:peer0.org1.example.com, DNS:*.svc.cluster.local, DNS:peer_0, IP Address:10.0.0.7, ' +
        'IP Address:0:0:0:0:0:0:0:1, IP Address:FE80:0:0:0:1:0:0:2, IP Address:0:0:0:0:0:FFFF:102:304',
    );
    expect(issued.checkHost('a.svc.cluster.local')).toBe('*.svc.cluster.local');
    expect(issued.checkIP('10.0.0.7')).toBe('10.0.0.7');
    expect(issued.checkIssued(new X509Certificate(tlsCa.certificate))).toBe(true);
  });

  it.each(['https://peer0', 'peer0:7051', 'a..b', '', 'münchen.de', `${'a'.repeat(64)}.de`, 'fe80::1%eth0', '-a'])(
    'refuses the host "%s"',
    async (host) => {
      const options = { commonName: 'peer0', hosts: [host], validity: VALIDITY };
      await expect(issueTlsCertificate(tlsCa, options)).rejects.toThrow(InvalidSubjectError);
    },
  );
});

describe('issuing', () => {
  const options = { commonName: 'peer0', role: 'peer', validity: VALIDITY } as const;

  it('needs a CA, not just any certificate', async () => {
    const peer = await issueIdentity(ca, options);
    await expect(issueIdentity(peer, options)).rejects.toThrow(NotACertificateAuthorityError);
  });

  it("needs the CA's own key", async () => {
    const mixed = { certificate: ca.certificate, privateKey: tlsCa.privateKey };
    await expect(issueIdentity(mixed, options)).rejects.toThrow('the private key belongs to another certificate');
  });

  it.each([
    ['no certificate', { certificate: 'text' }],
    ['a damaged certificate', { certificate: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' }],
    ['no private key', { privateKey: 'text' }],
  ])('refuses %s', async (_, wrong) => {
    await expect(issueIdentity({ ...ca, ...wrong }, options)).rejects.toThrow(InvalidCertificateError);
  });

  it('signs with a low S every time, as Fabric wants it', async () => {
    const issued = await Promise.all(Array.from({ length: 30 }, () => issueIdentity(ca, options)));
    expect(issued.every(({ certificate }) => signatureS(certificate) <= ORDER / 2n)).toBe(true);
    const signer = new X509Certificate(ca.certificate).publicKey;
    expect(issued.every(({ certificate }) => new X509Certificate(certificate).verify(signer))).toBe(true);
  });
});

describe('renewCertificate', () => {
  const later = { notBefore: new Date('2027-01-01'), notAfter: new Date('2028-01-01') };

  it('keeps key, subject, hosts and usages, and changes serial number and validity', async () => {
    const { certificate, privateKey } = await issueTlsCertificate(tlsCa, {
      commonName: 'peer0',
      hosts: ['peer0', '127.0.0.1'],
      validity: VALIDITY,
    });
    const old = new X509Certificate(certificate);
    const renewed = new X509Certificate(await renewCertificate(tlsCa, { certificate, validity: later }));
    expect(renewed.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
    expect(renewed.verify(new X509Certificate(tlsCa.certificate).publicKey)).toBe(true);
    expect([renewed.subject, renewed.subjectAltName, renewed.keyUsage]).toEqual([
      old.subject,
      old.subjectAltName,
      old.keyUsage,
    ]);
    expect(new Date(renewed.validTo)).toEqual(later.notAfter);
    expect(renewed.serialNumber).not.toBe(old.serialNumber);
  });

  it('renews a CA, so that certificates from before and after both hold', async () => {
    const longer = { notBefore: VALIDITY.notBefore, notAfter: new Date('2056-01-01') };
    const before = await issueIdentity(ca, { commonName: 'old', role: 'peer', validity: VALIDITY });
    const renewed = {
      ...ca,
      certificate: await renewCertificate(ca, { certificate: ca.certificate, validity: longer }),
    };
    const after = await issueIdentity(renewed, { commonName: 'new', role: 'peer', validity: longer });
    const root = new X509Certificate(renewed.certificate);
    expect(root.verify(root.publicKey)).toBe(true);
    for (const { certificate } of [before, after])
      expect(new X509Certificate(certificate).checkIssued(root)).toBe(true);
    expect(subjectKeyIdentifier(renewed.certificate)).toBe(subjectKeyIdentifier(ca.certificate));
  });

  it('refuses a certificate of another CA', async () => {
    const { certificate } = await issueIdentity(ca, { commonName: 'peer0', role: 'peer', validity: VALIDITY });
    await expect(renewCertificate(tlsCa, { certificate, validity: later })).rejects.toThrow(IssuerMismatchError);
  });

  it('refuses to outlive the CA', async () => {
    const { certificate } = await issueIdentity(ca, { commonName: 'peer0', role: 'peer', validity: VALIDITY });
    const validity = { ...later, notAfter: new Date('2040-01-01') };
    await expect(renewCertificate(ca, { certificate, validity })).rejects.toThrow(InvalidValidityError);
  });
});

describe('files', () => {
  it('name keys by their identifier and certificates by their owner', async () => {
    const admin = await issueIdentity(ca, { commonName: 'Admin@org1.example.com', role: 'admin', validity: VALIDITY });
    const ski = subjectKeyIdentifier(admin.certificate);
    expect(ski).toMatch(/^[0-9a-f]{64}$/);
    expect(keyFileName(admin.certificate)).toBe(`${ski}_sk`);
    expect(certificateFileName(admin.certificate)).toBe('Admin@org1.example.com-cert.pem');
    const files = mspFiles({ identity: admin, caCertificate: ca.certificate, tlsCaCertificate: tlsCa.certificate });
    expect(Object.keys(inFolder('msp', files))).toEqual([
      'msp/cacerts/ca.org1.example.com-cert.pem',
      'msp/tlscacerts/tlsca.org1.example.com-cert.pem',
      'msp/config.yaml',
      'msp/signcerts/Admin@org1.example.com-cert.pem',
      `msp/keystore/${ski}_sk`,
    ]);
  });

  it('of TLS are named after their owner', () => {
    const options = { identity: tlsCa, tlsCaCertificate: tlsCa.certificate };
    expect(Object.keys(tlsFiles(options))).toEqual(['ca.crt', 'server.crt', 'server.key']);
    expect(tlsFiles({ ...options, owner: 'client' })['client.key']).toEqual({
      content: tlsCa.privateKey,
      secret: true,
    });
  });

  it('hold the private key that fits the certificate', () => {
    const exported = createPublicKey(ca.privateKey).export({ type: 'spki', format: 'der' });
    expect(new X509Certificate(ca.certificate).publicKey.export({ type: 'spki', format: 'der' })).toEqual(exported);
  });
});

/** The second number of the ECDSA signature that ends a certificate. */
function signatureS(certificate: string): bigint {
  const { raw } = new X509Certificate(certificate);
  const signature = readElements(readElements(raw)[0]?.content ?? raw)[2]?.content.subarray(1) ?? raw;
  const [, s] = readElements(readElements(signature)[0]?.content ?? raw);
  return BigInt(`0x${s?.content.toString('hex') ?? ''}`);
}

import { X509Certificate } from 'node:crypto';
import { createAuthorities, VALIDITY } from '../testing/organization';
import { describeCertificate } from './inspect-certificate';
import { enrollmentAttributes, issueIdentity } from './issue-certificates';
import type { KeyPair } from './key-pair';
import { renewCertificate } from './renew-certificate';
import { walletFile } from './wallet-file';

let ca: KeyPair;

beforeAll(async () => {
  ({ ca } = await createAuthorities('org1.example.com'));
});

const alice = (own: Record<string, string>) =>
  issueIdentity(ca, {
    commonName: 'alice',
    role: 'client',
    validity: VALIDITY,
    attributes: enrollmentAttributes({ commonName: 'alice', role: 'client' }, own),
  });

describe('an identity with attributes', () => {
  it('carries the JSON that Fabric CA writes, in its extension', async () => {
    const { certificate } = await alice({ 'abac.creator': 'true' });
    // OID 1.2.3.4.5.6.7.8.1 and an OCTET STRING that holds the JSON itself.
    const json = '{"attrs":{"abac.creator":"true","hf.Affiliation":"","hf.EnrollmentID":"alice","hf.Type":"client"}}';
    const extension = Buffer.concat([
      Buffer.from('06082a0304050607080104', 'hex'),
      Buffer.of(json.length),
      Buffer.from(json),
    ]);
    expect(new X509Certificate(certificate).raw.includes(extension)).toBe(true);
  });

  it('is described by its certificate alone', async () => {
    const { certificate } = await alice({ department: '研发' });
    const described = describeCertificate(certificate);
    expect(described).toEqual({
      commonName: 'alice',
      organizationalUnit: 'client',
      serialNumber: new X509Certificate(certificate).serialNumber,
      issuedBy: 'ca.org1.example.com',
      notBefore: VALIDITY.notBefore,
      notAfter: VALIDITY.notAfter,
      attributes: { department: '研发', 'hf.Affiliation': '', 'hf.EnrollmentID': 'alice', 'hf.Type': 'client' },
    });
  });

  it('keeps them when it is renewed', async () => {
    const { certificate } = await alice({ department: 'sales' });
    const renewed = await renewCertificate(ca, { certificate, validity: VALIDITY });
    expect(describeCertificate(renewed).attributes).toEqual(describeCertificate(certificate).attributes);
  });

  it('cannot claim another enrollment id or type', () => {
    const all = enrollmentAttributes({ commonName: 'bob', role: 'admin' }, { 'hf.EnrollmentID': 'alice' });
    expect(all).toEqual({ 'hf.Affiliation': '', 'hf.EnrollmentID': 'bob', 'hf.Type': 'admin' });
  });
});

it('an identity without attributes has no such extension', async () => {
  const { certificate } = await issueIdentity(ca, { commonName: 'u', role: 'client', validity: VALIDITY });
  expect(describeCertificate(certificate).attributes).toEqual({});
  expect(new X509Certificate(certificate).raw.includes(Buffer.from('2a03040506070801', 'hex'))).toBe(false);
});

it('a wallet file holds what fabric-network reads', async () => {
  const identity = await alice({});
  expect(JSON.parse(walletFile({ mspId: 'Org1MSP', identity }))).toEqual({
    credentials: identity,
    mspId: 'Org1MSP',
    type: 'X.509',
    version: 1,
  });
});

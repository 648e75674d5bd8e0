import { join } from 'node:path';
import {
  freePorts,
  startTestNetwork,
  TestOrderer,
  TestPeer,
  type TestIdentities,
  type TestNetwork,
} from '@heddle/testing';
import { connectPeer } from '../network/peer-client';
import { createSigner } from '../signer';
import { createAuthorities, issueMember, type Member } from '../testing/organization';
import { inFolder } from './file-tree';
import type { KeyPair, Validity } from './key-pair';
import { mspFiles } from './msp-files';
import { renewCertificate } from './renew-certificate';
import { tlsFiles } from './tls-files';

const HOUR = 3_600_000;
const DOMAIN = 'renewed.test';

/** Expires in an hour; renewed certificates last a day. */
const before: Validity = { notBefore: new Date(Date.now() - 2 * HOUR), notAfter: new Date(Date.now() + HOUR) };
const after: Validity = { notBefore: before.notBefore, notAfter: new Date(Date.now() + 24 * HOUR) };

let network: TestNetwork;
let identities: TestIdentities;

beforeAll(async () => {
  identities = await renewedIdentities();
  network = await startTestNetwork({ orderers: 1, organizations: 1 });
}, 60_000);

afterAll(async () => {
  await network.stop();
});

it('an orderer starts with certificates that were renewed under a renewed CA, and knows such a client', async () => {
  const orderer = await TestOrderer.create(await place('renewed-orderer'), identities);
  try {
    await orderer.start();
    expect(await orderer.participation.list()).toEqual(await network.orderers[0].participation.list());
  } finally {
    await orderer.stop();
  }
}, 30_000);

it('a peer starts with certificates that were renewed under a renewed CA, and obeys such an admin', async () => {
  const peer = await TestPeer.create(await place('renewed-peer'), identities);
  try {
    await peer.start();
    using client = connectPeer({ endpoint: peer.endpoint, signer: identities.admin });
    expect(await client.channels()).toEqual([]);
  } finally {
    await peer.stop();
  }
}, 30_000);

async function place(name: string) {
  const folder = join(network.folder, name);
  return { name, folder, configFolder: join(network.folder, 'config'), ports: await freePorts(3) };
}

/** An organization whose certificates were all renewed once, with the original keys. */
async function renewedIdentities(): Promise<TestIdentities> {
  const { ca: oldCa, tlsCa: oldTlsCa } = await createAuthorities(DOMAIN, before);
  const [ca, tlsCa] = await Promise.all([renewed(oldCa, oldCa), renewed(oldTlsCa, oldTlsCa)]);
  const member = async (commonName: string, role: 'admin' | 'client' | 'orderer' | 'peer'): Promise<Member> => {
    const options = {
      commonName,
      role,
      hosts: commonName.includes('@') ? [] : [commonName, '127.0.0.1'],
      validity: before,
    };
    const { identity, tls } = await issueMember({ ca: oldCa, tlsCa: oldTlsCa }, options);
    return { identity: await renewed(ca, identity), tls: await renewed(tlsCa, tls) };
  };
  const [admin, user] = await Promise.all([member(`Admin@${DOMAIN}`, 'admin'), member(`User1@${DOMAIN}`, 'client')]);
  const roots = { caCertificate: ca.certificate, tlsCaCertificate: tlsCa.certificate };
  return {
    mspId: 'RenewedMSP',
    domain: DOMAIN,
    tlsRootCertificate: tlsCa.certificate,
    mspMaterial: { rootCerts: [ca.certificate], tlsRootCerts: [tlsCa.certificate] },
    admin: createSigner({ mspId: 'RenewedMSP', ...admin.identity }),
    user: createSigner({ mspId: 'RenewedMSP', ...user.identity }),
    tlsClient: admin.tls,
    async issueNode(host, role) {
      const { identity, tls } = await member(host, role);
      const msp = inFolder('msp', mspFiles({ identity, ...roots }));
      return { tls, files: { ...msp, ...inFolder('tls', tlsFiles({ identity: tls, ...roots })) } };
    },
  };
}

async function renewed(ca: KeyPair, { certificate, privateKey }: KeyPair): Promise<KeyPair> {
  return { certificate: await renewCertificate(ca, { certificate, validity: after }), privateKey };
}

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { SignedInClient } from '@heddle/client';
import {
  IDENTITY_FORMATS,
  api as routes,
  type BodyInputOf,
  type Chain,
  type Channel,
  type Identity,
} from '@heddle/contracts';
import { AuditEntity, openDatabase } from '@heddle/data';
import type { ApiUnderTest } from '../testing/api-under-test';
import { ChainUnderTest } from '../testing/chain-under-test';
import { UnpackedKit } from '../testing/kits';

jest.setTimeout(400_000);

const REPOSITORY = join(__dirname, '../../../..');
const SECRET = /PRIVATE KEY/;

describe('identities and clients of a chain', () => {
  let running: ChainUnderTest | undefined;
  let api: ApiUnderTest;
  let client: SignedInClient;
  let chain: Chain;
  let channel: Channel;

  beforeAll(async () => {
    const organizations = [
      { name: 'org1', peers: 1, domain: 'org1.example.com' },
      { name: 'org2', peers: 1 },
    ];
    running = await ChainUnderTest.start({ name: 'clients', ordering: { orderers: 1 }, organizations });
    ({ api, client, chain } = running);
    channel = await running.channel('orders', ['org1']);
    await running.deploy(channel, 'assets');
  });
  afterAll(() => running?.stop());

  const inChain = () => ({ chainId: chain.id });
  const identities = async () => (await client.ask(routes.identities.list, { params: inChain() })).items;
  const identityOf = async (organization: string, name: string): Promise<Identity> => {
    const found = (await identities()).find((it) => it.organization === organization && it.name === name);
    if (found === undefined) throw new Error(`There is no identity ${name} of ${organization}`);
    return found;
  };
  const issue = (name: string, more: object = {}) =>
    ({ params: inChain(), body: { organization: 'org1', name, ...more } }) as const;
  const application = async (name: string): Promise<UnpackedKit> => {
    const { id } = await identityOf('org1', name);
    const params = { ...inChain(), channelId: channel.id, identityId: id };
    return UnpackedKit.of(await client.download(routes.connect.archive, { params }));
  };

  describe('identities', () => {
    it('are created with the chain: an administrator for each organization, a client for those with peers', async () => {
      const found = (await identities()).map(({ organization, name, role, commonName, issuedBy }) =>
        [organization, name, role, commonName, issuedBy].join(' '),
      );
      expect(found).toEqual([
        'orderer admin admin Admin@orderer.clients.internal ca.orderer.clients.internal',
        'org1 admin admin Admin@org1.example.com ca.org1.example.com',
        'org1 user1 client User1@org1.example.com ca.org1.example.com',
        'org2 admin admin Admin@org2.clients.internal ca.org2.clients.internal',
        'org2 user1 client User1@org2.clients.internal ca.org2.clients.internal',
      ]);
    });

    it('are issued with attributes and a lifetime, and never overwritten', async () => {
      const asked = issue('alice', { attributes: { 'abac.creator': 'true' }, days: 30 });
      const alice = await client.ask(routes.identities.issue, asked);
      expect(alice).toMatchObject({
        name: 'alice',
        role: 'client',
        mspId: 'Org1MSP',
        issuedBy: 'ca.org1.example.com',
        attributes: { 'abac.creator': 'true', 'hf.EnrollmentID': 'alice', 'hf.Type': 'client', 'hf.Affiliation': '' },
      });
      const days = (Date.parse(alice.expiresAt) - Date.now()) / 86_400_000;
      expect([days > 29.9, days <= 30]).toEqual([true, true]);
      for (const role of ['client', 'admin'] as const) {
        const again = await client.refusal(routes.identities.issue, issue('alice', { role }));
        expect([again.status, again.code]).toEqual([409, 'name_taken']);
      }
      expect(await identityOf('org1', 'alice')).toEqual(alice);
    });

    it.each([
      [{ days: 4_000 }, 'days', /the CA ends on .* at most 3649 days/],
      [{ organization: 'org9' }, 'organization', /not an organization of this chain/],
      [{ attributes: { 'hf.Type': 'admin' } }, 'attributes.hf.Type', /belong to Fabric CA/],
      [{ name: '../admin' }, 'name', /must start and end/],
    ])('are rejected before anything is written for %j', async (wrong, path, words) => {
      const before = await identities();
      const refusal = await client.refusal(routes.identities.issue, issue('bob', wrong));
      expect([refusal.status, refusal.errors?.[0]?.path]).toEqual([422, path]);
      expect(refusal.detail).toMatch(words);
      expect(await identities()).toEqual(before);
    });

    it('can be downloaded in every format that Fabric’s clients read, and each download is in the audit log', async () => {
      const { id } = await identityOf('org1', 'alice');
      const download = (body: BodyInputOf<typeof routes.identities.download>) =>
        client.download(routes.identities.download, { params: { ...inChain(), identityId: id }, body });
      await using pem = await UnpackedKit.of(await download({ format: 'pem' }));
      expect(await pem.files()).toEqual(['alice-cert.pem', 'alice-key.pem', 'ca.pem', 'tlsca.pem']);
      await using msp = await UnpackedKit.of(await download({ format: 'msp' }));
      expect((await msp.files()).map((file) => file.replace(/[0-9a-f]{64}/, '<ski>'))).toEqual([
        'msp/cacerts/ca.org1.example.com-cert.pem',
        'msp/config.yaml',
        'msp/keystore/<ski>_sk',
        'msp/signcerts/alice-cert.pem',
        'msp/tlscacerts/tlsca.org1.example.com-cert.pem',
      ]);
      const wallet = await download({ format: 'wallet' });
      expect(wallet.name).toBe('alice.id');
      const kept = JSON.parse(await wallet.content.text()) as {
        credentials: { certificate: string; privateKey: string };
      };
      expect(kept).toMatchObject({ mspId: 'Org1MSP', type: 'X.509', version: 1 });
      const { certificate, privateKey } = kept.credentials;
      expect(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
      const passphrase = 'a good password';
      const { name, content } = await download({ format: 'pkcs12', password: passphrase });
      const pfx = Buffer.from(await content.bytes());
      expect(name).toBe('alice.p12');
      expect(() => createSecureContext({ pfx, passphrase })).not.toThrow();
      expect((await audited(id)).sort()).toEqual(
        IDENTITY_FORMATS.map(
          (format) => `admin POST /chains/:chainId/identities/:identityId/download ok {"format":"${format}"}`,
        ).sort(),
      );
    });

    it('do not change the identity that the API itself submits with', async () => {
      const body = { fn: 'CreateAsset', args: ['by-api', 'ada', 'blue', '1'] };
      const { items } = await client.ask(routes.chaincodes.list, { params: { ...inChain(), channelId: channel.id } });
      const chaincodeId = items[0]?.id;
      if (chaincodeId === undefined) throw new Error('There is no chaincode');
      const params = { ...inChain(), channelId: channel.id, chaincodeId };
      const { transactionId } = await client.ask(routes.chaincodes.invoke, { params, body });
      const asked = { params: { ...inChain(), channelId: channel.id, transactionId } };
      const transaction = await client.ask(routes.blocks.transaction, asked);
      expect(JSON.stringify(transaction)).toContain('Org1MSP');
    });
  });

  describe('an application on the channel', () => {
    const asset = (id: string) => `submit CreateAsset ${id} ada blue 5`;

    it('is described without secrets', async () => {
      const { id } = await identityOf('org1', 'alice');
      const params = { ...inChain(), channelId: channel.id, identityId: id };
      const guide = await client.ask(routes.connect.guide, { params });
      expect(guide.environment).toMatchObject({
        CHANNEL_NAME: 'orders',
        CHAINCODE_NAME: 'assets',
        MSP_ID: 'Org1MSP',
        PEER_HOST_ALIAS: 'peer0.org1.example.com',
        PEER_ENDPOINT: guide.peers[0]?.address,
      });
      expect(guide.files).toContainEqual({ path: 'wallet/alice.id', secret: true });
      expect(JSON.stringify(guide)).not.toMatch(SECRET);
      const stranger = { ...params, identityId: (await identityOf('org2', 'user1')).id };
      const refusal = await client.refusal(routes.connect.guide, { params: stranger });
      expect([refusal.status, refusal.detail]).toEqual([422, 'identityId: org2 is not on channel orders']);
    });

    it('runs in Node.js from the archive alone', async () => {
      await using kit = await application('alice');
      // The packages that npm install fetches are those of this repository.
      await symlink(join(REPOSITORY, 'node_modules'), join(kit.folder, 'node/node_modules'));
      const calls = `node app.mjs ${asset('by-node')} && node app.mjs evaluate ReadAsset by-node`;
      const read = await kit.shell(`. ./application.env; cd node; ${calls}`);
      expect(read).toContain('"by-node"');
    });

    it('runs in Go from the archive alone', async () => {
      await using kit = await application('user1');
      const calls = `./app ${asset('by-go')} && ./app evaluate ReadAsset by-go`;
      const read = await kit.shell(`. ./application.env; cd go; go mod tidy && go build -o app . && ${calls}`);
      expect(read).toContain('"by-go"');
    });

    it('runs in Java from the archive alone', async () => {
      await using kit = await application('user1');
      const run = (args: string) => `mvn -q exec:java -Dexec.args="${args}"`;
      const calls = `${run(asset('by-java'))} && ${run('evaluate ReadAsset by-java')}`;
      const read = await kit.shell(`. ./application.env; cd java; mvn -q -B compile && ${calls}`);
      expect(read).toContain('"by-java"');
    });
  });

  async function audited(target: string): Promise<string[]> {
    const database = await openDatabase({ url: api.settings.databaseUrl });
    try {
      const rows = await database.store.manager.findBy(AuditEntity, { target });
      return rows.map(
        ({ actor, action, outcome, detail }) => `${actor} ${action} ${outcome} ${JSON.stringify(detail)}`,
      );
    } finally {
      await database.close();
    }
  }
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChainId, ChainSpec, type Runtime } from '@heddle/contracts';
import type { IdentityKind, IdentityRow, Store } from '@heddle/data';
import { createCertificateAuthority, issueIdentity, issueTlsCertificate, type KeyPair } from '@heddle/fabric';
import { requestedInventory } from '@heddle/topology';
import { load } from 'js-yaml';
import { applicationKit } from './application-kit';
import { loadChainAccess, type ChainAccess } from './chain-access';
import { commandLineKit } from './command-line-kit';
import { withoutKey } from './kit';
import { monitoringKit } from './monitoring-kit';
import { nodeSnippet } from './snippets/node';

const chainId = ChainId.parse('00000000-0000-4000-8000-000000000abc');
const spec = ChainSpec.parse({
  name: 'trade',
  ordering: { orderers: 1 },
  organizations: [
    { name: 'org1', peers: 2 },
    { name: 'org2', peers: 2 },
    { name: 'org3', peers: 1 },
  ],
});
const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };

const rows: IdentityRow[] = [];
let user: KeyPair;
let admin: KeyPair;
let adminTls: KeyPair;

beforeAll(async () => {
  for (const organization of ['orderer', 'org1', 'org2', 'org3']) {
    const domain = `${organization}.trade.internal`;
    for (const [kind, prefix] of [
      ['ca', 'ca'],
      ['tlsca', 'tlsca'],
    ] as const) {
      const authority = await createCertificateAuthority({
        commonName: `${prefix}.${domain}`,
        organization: domain,
        validity,
      });
      rows.push(rowOf(organization, kind, authority.certificate));
      if (organization === 'org1' && kind === 'ca') {
        user = await issueIdentity(authority, { commonName: `User1@${domain}`, role: 'client', validity });
        admin = await issueIdentity(authority, { commonName: `Admin@${domain}`, role: 'admin', validity });
      }
      if (organization === 'org1' && kind === 'tlsca') {
        adminTls = await issueTlsCertificate(authority, { commonName: `Admin@${domain}`, hosts: [], validity });
      }
    }
  }
});

const rowOf = (organization: string, kind: IdentityKind, certificate: string): IdentityRow => ({
  id: `${organization}-${kind}`,
  chainId,
  organization,
  kind,
  name: organization,
  certificate,
  expiresAt: '2036-01-01T00:00:00.000Z',
  createdAt: '2026-01-01T00:00:00.000Z',
});

/** Nodes with addresses of the given runtime. */
function accessOn(runtime: Runtime): Promise<ChainAccess> {
  const { organizations, nodes: planned } = requestedInventory(spec);
  const nodes = planned.map(({ name, organization, ordinal }) => ({
    name,
    organization,
    ordinal,
    host: runtime === 'local' ? '127.0.0.1' : `${name}.heddle-000000000abc.svc`,
    ports: runtime === 'local' ? { grpc: 20_001, admin: 20_002 } : { grpc: 7_051, admin: 7_053 },
  }));
  const store = {
    chains: { get: () => Promise.resolve({ id: chainId, name: 'trade', state: 'running', runtime, spec }) },
    organizations: { ofChain: () => Promise.resolve(organizations) },
    nodes: { ofChain: () => Promise.resolve(nodes) },
    identities: { ofChain: () => Promise.resolve(rows) },
  };
  return loadChainAccess(store as unknown as Store, chainId);
}

async function application(runtime: Runtime) {
  const access = await accessOn(runtime);
  const organization = organizationOf(access);
  const identity = { name: 'user1', keys: user };
  return applicationKit({ access, organization, channel: 'orders', chaincode: 'assets', identity });
}

async function commandLine(runtime: Runtime) {
  const access = await accessOn(runtime);
  const channels = [{ name: 'orders', organizations: ['org1', 'org2'], chaincodes: ['assets'] }];
  const keys = { identity: admin, tls: adminTls };
  return commandLineKit({ access, organization: organizationOf(access), admin: keys, channels });
}

function organizationOf({ organizations }: ChainAccess) {
  const found = organizations.find(({ name }) => name === 'org1');
  if (found === undefined) throw new Error('There is no org1');
  return found;
}

describe('the archive of an application', () => {
  it('names a local peer by its address on this machine', async () => {
    const { guide, files } = await application('local');
    expect(guide.folder).toBe('trade-orders-org1-user1');
    expect(guide.environment).toMatchObject({
      PEER_ENDPOINT: '127.0.0.1:20001',
      PEER_HOST_ALIAS: 'peer0.org1.trade.internal',
    });
    expect(files['README.md']?.content).not.toContain('kubectl');
  });

  it('reaches the peers of a cluster by forwarded ports, one for each peer, under the names of their Services', async () => {
    const { guide, files } = await application('kubernetes');
    expect(guide.peers).toEqual([
      {
        node: 'peer0-org1',
        address: 'localhost:17051',
        tlsName: 'peer0-org1.heddle-000000000abc.svc',
        forward: 'kubectl -n heddle-000000000abc port-forward statefulset/peer0-org1 17051:7051',
      },
      expect.objectContaining({ node: 'peer1-org1', address: 'localhost:17052' }),
    ]);
    expect(files['README.md']?.content).toContain('port-forward statefulset/peer1-org1 17052:7051');
    const profile = files['organizations/peerOrganizations/org1.trade.internal/connection-org1.json']?.content ?? '';
    expect(JSON.parse(profile)).toMatchObject({
      peers: {
        'peer0.org1.trade.internal': {
          url: 'grpcs://localhost:17051',
          grpcOptions: { 'ssl-target-name-override': 'peer0-org1.heddle-000000000abc.svc' },
        },
      },
    });
  });

  it('marks exactly the files with the private key as secret', async () => {
    const { guide, files } = await application('local');
    const holding = Object.entries(files).flatMap(([path, { content }]) => (/PRIVATE KEY/.test(content) ? [path] : []));
    expect(guide.files.filter(({ secret }) => secret).map(({ path }) => path)).toEqual(holding);
    expect(holding).toHaveLength(2);
  });
});

it('the application for Node.js uses the same packages as Heddle', () => {
  const packageOf = (text: string) => (JSON.parse(text) as { dependencies: Record<string, string> }).dependencies;
  const own = packageOf(readFileSync(join(__dirname, '../../../../package.json'), 'utf8'));
  const taken = packageOf(nodeSnippet.files['node/package.json'] ?? '{}');
  expect(own).toMatchObject(taken);
  expect(Object.keys(taken)).toHaveLength(2);
});

describe('the archive of the command line', () => {
  it('has the same files with and without opened keys', async () => {
    const opened = await commandLine('local');
    [admin, adminTls] = [withoutKey(admin), withoutKey(adminTls)];
    const described = await commandLine('local');
    expect(described.guide).toEqual(opened.guide);
  });

  it('sets the variables for peer, and forwards the nodes of a cluster', async () => {
    const { guide } = await commandLine('kubernetes');
    expect(guide.environment).toContain('export CORE_PEER_ADDRESS="localhost:17051"\n');
    expect(guide.nodes.map(({ forward }) => forward?.split(' ').at(-1))).toEqual([
      '17051:7051',
      '17052:7051',
      '17053:7051',
      '17050:7051',
    ]);
    expect(guide.commands.map(({ topic }) => topic)).toEqual([
      'peer',
      'channel',
      'chaincode',
      'discover',
      'configtxlator',
    ]);
  });

  it('sends a transaction to a peer of each organization on the channel, whose TLS CA is in the archive', async () => {
    const { guide, files } = await commandLine('local');
    const invoke = guide.commands.find(({ topic }) => topic === 'chaincode')?.text.split('peer chaincode invoke')[1];
    const authorities = Array.from((invoke ?? '').matchAll(/--tlsRootCertFiles "\$PWD\/([^"]+)"/g), ([, path]) => path);
    expect(authorities).toEqual([
      'organizations/peerOrganizations/org1.trade.internal/peers/peer0.org1.trade.internal/tls/ca.crt',
      'organizations/peerOrganizations/org2.trade.internal/peers/peer0.org2.trade.internal/tls/ca.crt',
    ]);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(authorities));
    // A single name for all connected peers would be rejected by all but one.
    expect(guide.environment).not.toContain('SERVERHOSTOVERRIDE');
    expect(guide.files.filter(({ path, secret }) => secret && !path.includes('/org1.trade.internal/'))).toEqual([]);
  });

  it('runs each query of discover', async () => {
    const { guide } = await commandLine('local');
    const text = guide.commands.find(({ topic }) => topic === 'discover')?.text ?? '';
    expect(
      Array.from(text.matchAll(/^ {2}(\w+)(?: --chaincode (\w+))? --channel orders /gm), ([line]) => line.trim()),
    ).toEqual(['peers --channel orders', 'config --channel orders', 'endorsers --chaincode assets --channel orders']);
  });
});

describe('the monitoring archive', () => {
  it('of a chain on a cluster scrapes the pods of its namespace with the certificate in it', async () => {
    const access = await accessOn('kubernetes');
    const files = monitoringKit({ access, runtime: 'kubernetes', keys: adminTls });
    expect(files['client.key']).toEqual({ content: adminTls.privateKey, secret: true });
    expect(files['ca.crt']?.content.match(/BEGIN CERTIFICATE/g)).toHaveLength(4);
    expect(load(files['prometheus.yml']?.content ?? '')).toMatchObject({
      scrape_configs: [
        {
          scheme: 'https',
          tls_config: { server_name: 'localhost', key_file: 'client.key' },
          kubernetes_sd_configs: [{ namespaces: { names: ['heddle-000000000abc'] } }],
        },
      ],
    });
  });
});

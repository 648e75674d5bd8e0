import { load } from 'js-yaml';
import { ChainSpec, type ChainSpecInput } from '@heddle/contracts';
import { planCertificates, serverNameOf } from './certificates';
import { connectionProfile, connectionProfileYaml, type ProfileAccess } from './connection-profile';
import { gossipBootstrap } from './gossip-bootstrap';
import { NODE_SETTINGS } from './node-settings';
import { requestedInventory, type Inventory } from './inventory';
import { planWorkloads } from './workloads';
import type { Workload } from './workload';

const CHAIN_ID = '5ba7e6f4-6c3c-4e17-9a7e-2f2f3c6a7b10';
const addresses = { listenHost: '127.0.0.1', hostOf: () => '127.0.0.1' };

function spec(changes: Partial<ChainSpecInput> = {}): ChainSpec {
  return ChainSpec.parse({
    name: 'trade',
    organizations: [{ name: 'org1' }, { name: 'big-bank', peers: 1 }],
    ...changes,
  });
}

const inventory = (changes?: Partial<ChainSpecInput>): Inventory => requestedInventory(spec(changes));

/** Workloads with ports 7000, 7001, ... in the order of the nodes. */
function workloads(given: { monitoringCa?: string; settings?: number } = {}): Workload[] {
  const { nodes } = inventory();
  let port = 7_000;
  const ports = new Map(
    nodes.map((node) => [node.name, Object.fromEntries(node.ports.map((name) => [name, port++]))] as const),
  );
  const placements = nodes.map((node) => ({
    id: `id-of-${node.name}`,
    name: node.name,
    ports: ports.get(node.name) ?? {},
    files: { 'msp/config.yaml': { content: node.name, secret: false } },
    gossipBootstrap: gossipBootstrap(node, nodes, (name) => `127.0.0.1:${String(ports.get(name)?.['grpc'])}`),
    ...(given.settings !== undefined && { settings: given.settings }),
  }));
  return planWorkloads({
    inventory: { nodes },
    chainId: CHAIN_ID,
    placements,
    addresses,
    monitoringCa: given.monitoringCa,
  });
}

function workload(name: string, settings?: number): Workload {
  const found = workloads(settings === undefined ? {} : { settings }).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('the organizations of a chain', () => {
  it('are the ordering service’s and the peers’, with MSP ids and domains that follow from their names', () => {
    expect(inventory().organizations).toEqual([
      { name: 'orderer', mspId: 'OrdererMSP', domain: 'orderer.trade.internal', kind: 'orderer' },
      { name: 'org1', mspId: 'Org1MSP', domain: 'org1.trade.internal', kind: 'peer' },
      { name: 'big-bank', mspId: 'BigBankMSP', domain: 'big-bank.trade.internal', kind: 'peer' },
    ]);
  });

  it('keep the given MSP ids and domains', () => {
    const named = inventory({ organizations: [{ name: 'org1', mspId: 'Acme', domain: 'acme.example' }] });
    expect(named.organizations[1]).toMatchObject({ mspId: 'Acme', domain: 'acme.example' });
  });
});

describe('the nodes of a chain', () => {
  it('have names that are DNS labels and host names within their organization', () => {
    expect(inventory().nodes.map(({ name, hostName }) => [name, hostName])).toEqual([
      ['orderer0', 'orderer0.orderer.trade.internal'],
      ['orderer1', 'orderer1.orderer.trade.internal'],
      ['orderer2', 'orderer2.orderer.trade.internal'],
      ['peer0-org1', 'peer0.org1.trade.internal'],
      ['peer1-org1', 'peer1.org1.trade.internal'],
      ['peer0-big-bank', 'peer0.big-bank.trade.internal'],
    ]);
  });

  it('name the ports that they listen on', () => {
    const [orderer] = inventory().nodes;
    expect(orderer?.ports).toEqual(['grpc', 'admin', 'operations']);
    expect(inventory().nodes.at(-1)?.ports).toEqual(['grpc', 'chaincode', 'operations']);
  });
});

describe('the certificates of a chain', () => {
  it('are two authorities, users and nodes for each organization', () => {
    const [orderer, org1] = planCertificates(inventory());
    expect(orderer?.users.map(({ commonName, role }) => [commonName, role])).toEqual([
      ['Admin@orderer.trade.internal', 'admin'],
    ]);
    expect(org1).toMatchObject({
      ca: { commonName: 'ca.org1.trade.internal', days: 3_650 },
      tlsCa: { commonName: 'tlsca.org1.trade.internal', days: 3_650 },
      nodeDays: 1_095,
    });
    expect(org1?.users.map(({ name, role }) => [name, role])).toEqual([
      ['admin', 'admin'],
      ['user1', 'client'],
    ]);
    expect(org1?.nodes[0]).toEqual({
      node: 'peer0-org1',
      signing: { commonName: 'peer0.org1.trade.internal', role: 'peer' },
      tls: {
        commonName: 'peer0.org1.trade.internal',
        sans: ['peer0.org1.trade.internal', 'localhost', '127.0.0.1'],
      },
    });
  });
});

describe('the certificate of a node that is reached by another name', () => {
  it('answers to that name as well', () => {
    const [, org1] = planCertificates(inventory(), (node) => `${node}.trade.svc`);
    expect(org1?.nodes[0]?.tls.sans).toEqual([
      'peer0.org1.trade.internal',
      'localhost',
      '127.0.0.1',
      'peer0-org1.trade.svc',
    ]);
  });
});

describe('the workload of an orderer', () => {
  it('is managed through channel participation with mutual TLS on its admin port', () => {
    expect(workload('orderer0').env).toMatchObject({
      ORDERER_GENERAL_BOOTSTRAPMETHOD: 'none',
      ORDERER_CHANNELPARTICIPATION_ENABLED: 'true',
      ORDERER_ADMIN_TLS_ENABLED: 'true',
      ORDERER_ADMIN_TLS_CLIENTAUTHREQUIRED: 'true',
      ORDERER_ADMIN_TLS_CLIENTROOTCAS: '[${config}/tls/ca.crt]',
      ORDERER_GENERAL_TLS_ENABLED: 'true',
      ORDERER_GENERAL_LISTENPORT: '7000',
      ORDERER_ADMIN_LISTENADDRESS: '127.0.0.1:7001',
      ORDERER_OPERATIONS_LISTENADDRESS: '127.0.0.1:7002',
    });
  });

  it('is ready when it reports so and its listeners are up', () => {
    expect(workload('orderer0').readiness).toEqual([
      { type: 'http', port: 'operations', path: '/healthz', expectStatus: 200 },
      { type: 'tcp', port: 'grpc' },
      { type: 'tcp', port: 'admin' },
    ]);
  });

  it('notices a dead leader within a second', () => {
    expect(workload('orderer0').program).toMatchObject({ config: { set: { 'General.Cluster.RPCTimeout': '1s' } } });
  });
});

describe('the operations endpoint of a node', () => {
  const secured = (name: string) => {
    const found = workloads({ monitoringCa: 'monitoring CA' }).find((workload) => workload.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };

  it('asks for a certificate of the monitoring CA where the chain has one, and probes need none', () => {
    expect(secured('orderer0').env).toMatchObject({
      ORDERER_OPERATIONS_TLS_ENABLED: 'true',
      ORDERER_OPERATIONS_TLS_CLIENTAUTHREQUIRED: 'false',
      ORDERER_OPERATIONS_TLS_CLIENTROOTCAS: '[${config}/tls/monitoring-ca.crt]',
    });
    expect(secured('peer0-org1').env).toMatchObject({
      CORE_OPERATIONS_TLS_ENABLED: 'true',
      CORE_OPERATIONS_TLS_CLIENTAUTHREQUIRED: 'false',
      CORE_OPERATIONS_TLS_CLIENTROOTCAS_FILES: '${config}/tls/monitoring-ca.crt',
    });
    for (const { files, readiness } of [secured('orderer0'), secured('peer0-org1')]) {
      expect(files['tls/monitoring-ca.crt']).toEqual({ content: 'monitoring CA', secret: false });
      expect(readiness).toContainEqual(expect.objectContaining({ path: '/healthz', tlsCaFile: 'tls/ca.crt' }));
    }
  });

  it('stays as it is on a chain without one, so that an upgrade restarts no node', () => {
    for (const { env, files } of workloads()) {
      expect(Object.keys(env).filter((name) => name.includes('OPERATIONS_TLS'))).toEqual([]);
      expect(files).not.toHaveProperty('tls/monitoring-ca.crt');
    }
  });
});

describe('the workload of a peer', () => {
  it('gossips with the other peers of its organization', () => {
    const [first, second] = workloads().filter(({ organization }) => organization === 'org1');
    expect(first?.env['CORE_PEER_GOSSIP_BOOTSTRAP']).toBe(second?.env['CORE_PEER_GOSSIP_EXTERNALENDPOINT']);
    expect(second?.env['CORE_PEER_GOSSIP_BOOTSTRAP']).toBe(first?.env['CORE_PEER_GOSSIP_EXTERNALENDPOINT']);
  });

  it('keeps the gossip intervals with which it was planned, so that an upgrade restarts no node', () => {
    const intervals = (settings: number) =>
      Object.entries(workload('peer0-org1', settings).env).filter(([name]) => /GOSSIP_.*(INTERVAL|TIME)$/.test(name));
    expect(intervals(1)).toEqual([
      ['CORE_PEER_GOSSIP_PULLINTERVAL', '1s'],
      ['CORE_PEER_GOSSIP_DIGESTWAITTIME', '100ms'],
      ['CORE_PEER_GOSSIP_REQUESTWAITTIME', '200ms'],
      ['CORE_PEER_GOSSIP_RESPONSEWAITTIME', '300ms'],
      ['CORE_PEER_GOSSIP_PUBLISHSTATEINFOINTERVAL', '500ms'],
      ['CORE_PEER_GOSSIP_REQUESTSTATEINFOINTERVAL', '500ms'],
      ['CORE_PEER_GOSSIP_RECONNECTINTERVAL', '1s'],
    ]);
    expect(intervals(NODE_SETTINGS)).not.toEqual(intervals(1));
  });

  it('that is alone in its organization names itself', () => {
    const { env } = workload('peer0-big-bank');
    expect(env['CORE_PEER_GOSSIP_BOOTSTRAP']).toBe(env['CORE_PEER_GOSSIP_EXTERNALENDPOINT']);
  });

  it('runs chaincode as a service and does not need Docker', () => {
    const { program, files } = workload('peer0-org1');
    expect(program).toMatchObject({
      config: { set: { 'vm.endpoint': '', 'chaincode.externalBuilders': [{ name: 'ccaas' }] } },
    });
    expect(files['builders/ccaas/bin/detect']).toMatchObject({ executable: true });
    expect(files['msp/config.yaml']?.content).toBe('peer0-org1');
  });
});

/** The profile of org1 with nodes that are all reached in the same way. */
function profileWith(access: ProfileAccess) {
  const { chain, organizations, nodes } = inventory();
  const [, organization] = organizations;
  if (organization === undefined) throw new Error('no organization');
  return connectionProfile({
    chain,
    organizations,
    nodes,
    organization,
    accessTo: () => access,
    tlsCaOf: (name) => `PEM of ${name}`,
  });
}

it('a connection profile lists the nodes of the chain for one organization', () => {
  const profile = profileWith({ address: '127.0.0.1:7051' });
  expect(profile.name).toBe('trade-org1');
  expect(profile.client).toEqual({ organization: 'org1' });
  expect(profile.organizations).toEqual({
    org1: { mspid: 'Org1MSP', peers: ['peer0.org1.trade.internal', 'peer1.org1.trade.internal'] },
    'big-bank': { mspid: 'BigBankMSP', peers: ['peer0.big-bank.trade.internal'] },
  });
  expect(profile.peers['peer0.org1.trade.internal']).toEqual({
    url: 'grpcs://127.0.0.1:7051',
    tlsCACerts: { pem: 'PEM of org1' },
    grpcOptions: {
      'ssl-target-name-override': 'peer0.org1.trade.internal',
      hostnameOverride: 'peer0.org1.trade.internal',
    },
  });
  expect(Object.keys(profile.orderers)).toHaveLength(3);
  expect(load(connectionProfileYaml(profile))).toEqual(profile);
});

it('a connection profile names a node’s certificate name if it differs from the address', () => {
  const { peers } = profileWith({ address: 'localhost:17051', tlsName: 'peer0-org1.heddle-1.svc' });
  expect(peers['peer0.org1.trade.internal']?.grpcOptions).toEqual({
    'ssl-target-name-override': 'peer0-org1.heddle-1.svc',
    hostnameOverride: 'peer0-org1.heddle-1.svc',
  });
});

it('a node of a cluster is asked for by the name of its Service, one of this machine by its own', () => {
  const service = 'peer0-org1.heddle-1.svc';
  expect(serverNameOf('peer0.org1.trade.internal', service)).toBe(service);
  expect(serverNameOf('peer0.org1.trade.internal', '127.0.0.1')).toBe('peer0.org1.trade.internal');
});

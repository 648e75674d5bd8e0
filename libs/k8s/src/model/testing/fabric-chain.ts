import { ChainSpec, ClusterSettings, type ClusterSettingsInput } from '@heddle/contracts';
import { ManifestRenderer } from '@heddle/manifests';
import {
  chaincodeWorkload,
  planChaincodeServer,
  planWorkloads,
  requestedInventory,
  type Workload,
} from '@heddle/topology';
import { join } from 'node:path';
import { serviceHost } from '../../names';
import type { RenderChainInput } from '../render-chain';
import type { RenderNodeInput } from '../render-node';

export const TEMPLATES = join(__dirname, '../../../../../templates');

const PORTS = {
  orderer: { grpc: 7_050, admin: 9_443, operations: 8_443 },
  peer: { grpc: 7_051, chaincode: 7_052, operations: 9_443 },
};

const files = (name: string) => ({
  'msp/signcerts/cert.pem': { content: `certificate of ${name}`, secret: false },
  'msp/keystore/key.pem': { content: `signing key of ${name}`, secret: true },
  'tls/server.crt': { content: 'certificate', secret: false },
  'tls/server.key': { content: 'tls key', secret: true },
  'tls/ca.crt': { content: 'ca', secret: false },
});

const addresses = {
  listenHost: '0.0.0.0',
  hostOf: ({ chainId, name }: { chainId: string; name: string }) => serviceHost(chainId, name),
};

/** Workloads of a chain with one orderer and two peers; its files are no real certificates. */
export function fabricWorkloads(chainId: string, monitoringCa?: string): Workload[] {
  const spec = ChainSpec.parse({
    name: 'trade',
    runtime: 'kubernetes',
    cluster: 'test',
    ordering: { orderers: 1 },
    organizations: [{ name: 'org1', peers: 2 }],
  });
  const { nodes } = requestedInventory(spec);
  const placements = nodes.map(({ name, kind }) => ({
    id: `id-of-${name}`,
    name,
    ports: PORTS[kind],
    files: files(name),
  }));
  return planWorkloads({ inventory: { nodes }, chainId, placements, addresses, monitoringCa });
}

/** The server of a chaincode that Heddle built, for an organization of that chain. */
export function chaincodeServer(chainId: string): Workload {
  const organization = { name: 'org1', domain: 'org1.trade.internal' };
  const server = planChaincodeServer({ chaincode: 'asset_transfer', organization, suffix: '3f2a90c1' });
  return chaincodeWorkload({
    id: `id-of-${server.name}`,
    chainId,
    server,
    ports: { chaincode: 9_999 },
    addresses,
    mspId: 'Org1MSP',
    language: 'node',
    packageId: 'asset_1:abc',
    program: { type: 'build', buildId: 'b1c2', args: [] },
    files: files(server.name),
  });
}

type RenderContext = RenderNodeInput['context'] & RenderChainInput['context'];

/** The cluster context of renderings, with the project's own templates. */
export function renderContext(settings: Partial<ClusterSettingsInput> = {}): RenderContext {
  return {
    settings: ClusterSettings.parse({ shared: { type: 'nfs', server: 'nfs.test', path: '/exports' }, ...settings }),
    pullSecrets: [{ registry: 'registry.test', username: 'robot', password: 'pass' }],
    api: {
      inCluster: true,
      config: { getCurrentContext: () => 'pod', getContextObject: (name) => contextOf(name) },
    },
    renderer: new ManifestRenderer({ templates: TEMPLATES }),
    sampleConfig: (file) => Promise.resolve(`sample: ${file}\n`),
  };
}

const contextOf = (name: string) => ({ name, cluster: 'pod', user: 'pod', namespace: 'heddle' });

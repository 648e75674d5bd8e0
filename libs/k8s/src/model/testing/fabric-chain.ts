import { ChainSpec, ClusterSettings, type ClusterSettingsInput } from '@heddle/contracts';
import { ManifestRenderer } from '@heddle/manifests';
import { planNodes, planWorkloads, type Workload } from '@heddle/topology';
import { join } from 'node:path';
import type { ClusterContext } from '../../cluster-context';
import { serviceHost } from '../../names';

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

/** Workloads of a chain with one orderer and two peers; its files are no real certificates. */
export function fabricWorkloads(chainId: string): Workload[] {
  const spec = ChainSpec.parse({
    name: 'trade',
    runtime: 'kubernetes',
    cluster: 'test',
    ordering: { orderers: 1 },
    organizations: [{ name: 'org1', peers: 2 }],
  });
  const placements = planNodes(spec).map(({ name, kind }) => ({
    id: `id-of-${name}`,
    name,
    ports: PORTS[kind],
    files: files(name),
  }));
  const addresses = {
    listenHost: '0.0.0.0',
    hostOf: ({ chainId: chain, name }: { chainId: string; name: string }) => serviceHost(chain, name),
  };
  return planWorkloads({ spec, chainId, placements, addresses });
}

type RenderContext = Pick<ClusterContext, 'settings' | 'pullSecrets' | 'renderer' | 'sampleConfig'>;

/** What renderings need of a cluster, with the project's own templates. */
export function renderContext(settings: Partial<ClusterSettingsInput> = {}): RenderContext {
  return {
    settings: ClusterSettings.parse({ shared: { type: 'nfs', server: 'nfs.test', path: '/exports' }, ...settings }),
    pullSecrets: [],
    renderer: new ManifestRenderer({ templates: TEMPLATES }),
    sampleConfig: (file) => Promise.resolve(`sample: ${file}\n`),
  };
}

import type { Reachability } from '@heddle/contracts';
import { loadAll } from 'js-yaml';
import { renderChain } from './render-chain';
import { renderContext } from './testing/fabric-chain';

const CHAIN_ID = '5ba7e6f4-6c3c-4e17-9a7e-2f2f3c6a7b10';
const NAMESPACE = 'heddle-2f2f3c6a7b10';

const chain = (context = renderContext()) => renderChain({ context, chainId: CHAIN_ID, chainName: 'trade' });

const named = (kind: string, context = renderContext()) =>
  chain(context)
    .objects.filter((one) => one.kind === kind)
    .map(({ metadata }) => metadata.name);

describe('what the nodes of a chain share', () => {
  it('is a namespace that lets restricted pods in, before all that is in it', () => {
    const [namespace, ...others] = chain().objects;
    expect(namespace).toMatchObject({
      kind: 'Namespace',
      metadata: {
        name: NAMESPACE,
        labels: { 'heddle.dev/chain': CHAIN_ID, 'pod-security.kubernetes.io/enforce': 'restricted' },
        annotations: { 'heddle.dev/chain-name': 'trade' },
      },
    });
    for (const { kind, metadata } of others) {
      expect(metadata.namespace).toBe(kind === 'PersistentVolume' ? undefined : NAMESPACE);
      expect(metadata.labels?.['heddle.dev/chain']).toBe(CHAIN_ID);
    }
    expect(loadAll(chain().text)).toEqual(chain().objects);
  });

  it('needs no name of the chain', () => {
    const [namespace] = renderChain({ context: renderContext(), chainId: CHAIN_ID }).objects;
    expect(namespace?.metadata).not.toHaveProperty('annotations');
  });

  it('lets a container give folders of the machine to nodes where ledgers are such', () => {
    const [namespace] = chain(renderContext({ ledgers: { type: 'host_path', path: '/srv' } })).objects;
    expect(namespace?.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'baseline' });
  });

  it('is the credentials of registries, where there are any', () => {
    const secret = chain().objects.find(({ kind }) => kind === 'Secret');
    expect(secret).toMatchObject({ metadata: { name: 'heddle-pull' }, type: 'kubernetes.io/dockerconfigjson' });
    const { '.dockerconfigjson': encoded = '' } = secret?.['data'] as Record<string, string>;
    expect(JSON.parse(Buffer.from(encoded, 'base64').toString())).toEqual({
      auths: {
        'registry.test': { username: 'robot', password: 'pass', auth: Buffer.from('robot:pass').toString('base64') },
      },
    });
    expect(named('Secret', { ...renderContext(), pullSecrets: [] })).toEqual([]);
  });

  it.each([
    [{ type: 'nfs', server: 'nfs.test', path: '/exports' }, { nfs: { server: 'nfs.test', path: '/exports' } }],
    [{ type: 'host_path', path: '/srv/shared' }, { hostPath: { path: '/srv/shared', type: 'Directory' } }],
  ] as const)('is the volume of %j', (shared, source) => {
    const { objects } = chain(renderContext({ shared }));
    expect(objects.find(({ kind }) => kind === 'PersistentVolume')).toMatchObject({
      metadata: { name: `${NAMESPACE}-shared` },
      spec: { ...source, claimRef: { namespace: NAMESPACE, name: 'heddle-shared' } },
    });
    expect(objects.find(({ kind }) => kind === 'PersistentVolumeClaim')).toMatchObject({
      metadata: { name: 'heddle-shared' },
      spec: { volumeName: `${NAMESPACE}-shared`, accessModes: ['ReadWriteMany'] },
    });
  });

  it('is a PodMonitor where the cluster knows such', () => {
    const { objects } = renderChain({ context: renderContext(), chainId: CHAIN_ID, monitoring: true });
    expect(objects.at(-1)).toMatchObject({
      kind: 'PodMonitor',
      spec: {
        selector: { matchLabels: { 'heddle.dev/chain': CHAIN_ID } },
        podMetricsEndpoints: [{ port: 'operations' }],
      },
    });
    expect(named('PodMonitor')).toEqual([]);
  });

  it('is what Prometheus needs for TLS where the nodes of the chain have it', () => {
    const operationsAccess = {
      authorities: { orderer: 'CA one\n', org1: 'CA two\n' },
      certificate: 'PEM',
      privateKey: 'KEY',
    };
    const { objects } = renderChain({
      context: renderContext(),
      chainId: CHAIN_ID,
      monitoring: true,
      operationsAccess,
    });
    const secret = objects.find(({ metadata }) => metadata.name === 'monitoring-client');
    const data = Object.entries(secret?.['data'] as Record<string, string>);
    expect(Object.fromEntries(data.map(([name, text]) => [name, Buffer.from(text, 'base64').toString()]))).toEqual({
      'ca.crt': 'CA one\nCA two\n',
      'client.crt': 'PEM',
      'client.key': 'KEY',
    });
    expect(objects.find(({ kind }) => kind === 'PodMonitor')).toMatchObject({
      spec: {
        podMetricsEndpoints: [
          {
            scheme: 'https',
            tlsConfig: { serverName: 'localhost', keySecret: { name: 'monitoring-client', key: 'client.key' } },
          },
        ],
      },
    });
  });
});

describe('who may connect to a chain', () => {
  const policies = (reachability: Reachability, inCluster = true) => {
    const ingress = reachability === 'ingress' ? { ingress: { address: 'ingress.test:443' } } : {};
    const context = renderContext({ reachability, ...ingress });
    return named('NetworkPolicy', { ...context, api: { ...context.api, inCluster } });
  };
  const always = ['default-deny', 'allow-same-chain', 'allow-chaincode', 'allow-monitoring'];

  it.each([
    ['auto', true, ['allow-heddle']],
    ['cluster_dns', true, ['allow-heddle']],
    ['port_forward', true, ['allow-heddle']],
    ['node_port', true, ['allow-heddle', 'allow-outside']],
    ['auto', false, []],
    ['port_forward', false, []],
    ['cluster_dns', false, ['allow-outside']],
    ['node_port', false, ['allow-outside']],
    ['load_balancer', false, ['allow-outside']],
    ['ingress', false, ['allow-ingress']],
  ] as const)(
    'is its own pods, and those that %s asks for with Heddle in the cluster: %s',
    (reachability, inCluster, more) => {
      expect(policies(reachability, inCluster)).toEqual([...always, ...more]);
    },
  );

  it('never is a build or a chaincode, nor a client of an unlisted port', () => {
    const context = renderContext({ reachability: 'node_port' });
    const { objects } = chain(context);
    const rules = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    const ports = rules.map(({ metadata, ...rule }) => [metadata.name, JSON.stringify(rule).match(/"port":"\w+"/g)]);
    expect(Object.fromEntries(ports)).toMatchObject({
      'default-deny': null,
      'allow-same-chain': ['"port":"grpc"'],
      'allow-chaincode': ['"port":"chaincode"'],
      'allow-monitoring': ['"port":"operations"'],
      'allow-outside': ['"port":"grpc"'],
    });
    expect(JSON.stringify(rules).match(/"podSelector":\{\}/g)).toHaveLength(1);
  });

  it('is Heddle in its own namespace', () => {
    const policy = chain().objects.find(({ metadata }) => metadata.name === 'allow-heddle');
    expect(JSON.stringify(policy?.['spec'])).toContain('"kubernetes.io/metadata.name":"heddle"');
  });
});

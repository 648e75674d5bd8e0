import { ClusterSettings, ImageReference, PodResources } from './cluster-settings';
import { RegisterCluster } from './clusters';
import { ReleaseChain } from './chains';
import { quantityOf } from './quantity';

const shared = { type: 'nfs', server: 'files.example.org', path: '/exports/heddle' };
const registration = { name: 'lab', source: { type: 'in_cluster' }, settings: { shared } };

describe('a cluster', () => {
  it('requires only a name, credentials and the shared volume', () => {
    expect(RegisterCluster.parse(registration)).toMatchObject({
      pullSecrets: [],
      settings: { reachability: 'auto', ledgers: { type: 'storage_class' }, ledgerSize: '5Gi', buildEnvironment: {} },
    });
  });

  it.each([
    ['a kubeconfig beyond 256 KiB', { source: { type: 'kubeconfig', kubeconfig: 'x'.repeat(262_145) } }],
    ['a name that DNS rejects', { name: 'My Lab' }],
    ['settings without a shared volume', { settings: {} }],
    ['an unknown field', { server: 'https://k8s.example.org' }],
  ])('is rejected with %s', (_, change) => {
    expect(RegisterCluster.safeParse({ ...registration, ...change }).success).toBe(false);
  });

  it.each([
    ['a relative path', { shared: { type: 'host_path', path: 'data' } }],
    ['a path over two lines', { shared: { type: 'host_path', path: '/data\nmalice: yes' } }],
    ['a server that is not a host', { shared: { type: 'nfs', server: 'a b', path: '/' } }],
    ['an invalid ledger size', { shared, ledgerSize: '5 gigabytes' }],
    ['an invalid variable name', { shared, buildEnvironment: { 'A B': 'x' } }],
  ])('rejects %s', (_, settings) => {
    expect(ClusterSettings.safeParse(settings).success).toBe(false);
  });
});

describe('an image', () => {
  it.each(['hyperledger/fabric-peer:2.5.9', 'registry.example.org:5000/a/b:1', `a@sha256:${'0'.repeat(64)}`])(
    'may be %s',
    (image) => {
      expect(ImageReference.safeParse(image).success).toBe(true);
    },
  );

  it.each(['golang', 'a:', 'a b:1', 'https://x/y', 'a:1\nb: 2', '', '../x:1'])('is not %j', (image) => {
    expect(ImageReference.safeParse(image).success).toBe(false);
  });
});

describe('resources of a pod', () => {
  it('are Kubernetes quantities, and CPU needs no limit', () => {
    const resources = { requests: { cpu: '250m', memory: '1.5Gi' }, limits: { memory: '2Gi' } };
    expect(PodResources.parse(resources)).toEqual(resources);
    expect(PodResources.safeParse({ ...resources, requests: { cpu: '-1', memory: 'much' } }).success).toBe(false);
  });

  it('cannot have limits below their requests', () => {
    const refused = PodResources.safeParse({
      requests: { cpu: '1', memory: '1Gi' },
      limits: { cpu: '500m', memory: '1G' },
    });
    expect(refused.error?.issues.map(({ path }) => path.join('.'))).toEqual(['limits.cpu', 'limits.memory']);
  });

  it.each([
    ['250m', 0.25],
    ['2', 2],
    ['1.5Gi', 1_610_612_736],
    ['10k', 10_000],
    ['much', Number.NaN],
  ])('are parsed: %s is %d', (text, number) => {
    expect(quantityOf(text)).toBe(number);
  });
});

it('releases ledgers unless they are to be kept', () => {
  expect(ReleaseChain.parse({ confirmName: 'x' })).toEqual({ confirmName: 'x', keepLedgers: false });
});

describe('an ingress controller', () => {
  const shared = { type: 'host_path', path: '/srv' };
  const issues = (settings: object) =>
    ClusterSettings.safeParse({ shared, ...settings }).error?.issues.map(({ path }) => path.join('.')) ?? [];

  it.each(['ingress.example:443', '10.0.0.7:8443', '[2001:db8::1]:443'])('may be at %s', (address) => {
    expect(issues({ reachability: 'ingress', ingress: { address } })).toEqual([]);
  });

  it.each(['ingress.example', 'https://ingress.example:443', 'ingress.example:', ':443'])('is not at %s', (address) => {
    expect(issues({ ingress: { address } })).toEqual(['ingress.address']);
  });

  it('is required to reach nodes through it', () => {
    expect(issues({ reachability: 'ingress' })).toEqual(['ingress.address']);
  });
});

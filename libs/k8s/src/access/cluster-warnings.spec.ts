import { ClusterSettings, type ClusterNode } from '@heddle/contracts';
import { clusterWarnings, type ClusterFindings } from './cluster-warnings';

const node: ClusterNode = {
  name: 'a',
  ready: true,
  reason: null,
  version: 'v1.34.2',
  capacity: { cpuMillis: 4_000, memoryBytes: 2 ** 33, pods: 110 },
  requested: { cpuMillis: 0, memoryBytes: 0, pods: 0 },
  used: null,
};

const settings = ClusterSettings.parse({ shared: { type: 'nfs', server: 'nfs', path: '/exports' } });
const standard = { name: 'standard', provisioner: 'x', isDefault: true, waitsForConsumer: false };

/** A cluster without any fault. */
const fine: ClusterFindings = {
  settings,
  inCluster: false,
  version: 'v1.34.2',
  nodes: [node],
  pods: [{ metadata: { name: 'cilium-x7x2p' } }],
  storageClasses: [standard],
  monitoring: false,
  missing: [],
};

const folder = { type: 'host_path', path: '/srv' } as const;
const golden = { ...settings, ledgers: { type: 'storage_class', name: 'golden' } } as const;
const monitors = {
  verb: 'create',
  group: 'monitoring.coreos.com',
  resource: 'podmonitors',
  purpose: 'let Prometheus find the metrics of nodes',
  need: 'optional',
} as const;

describe('a cluster', () => {
  it('without faults is warned of in no way', () => {
    expect(clusterWarnings(fine)).toEqual([]);
  });

  it.each<[string, Partial<ClusterFindings>, Partial<ClusterFindings>, RegExp]>([
    ['an old version', { version: 'v1.27.16-gke.1' }, { version: 'v1.28.0' }, /runs Kubernetes v1.27.16-gke.1/],
    [
      'an old node',
      { nodes: [{ ...node, version: 'v1.25.3' }] },
      { nodes: [node] },
      /kubelet older than 1.28.*a \(v1.25.3\)/,
    ],
    ['no default class', { storageClasses: [{ ...standard, isDefault: false }] }, {}, /no default StorageClass/],
    [
      'no class of the wanted name',
      { settings: golden },
      { settings: golden, storageClasses: [{ ...standard, name: 'golden' }] },
      /no StorageClass golden/,
    ],
    [
      'folders on many nodes',
      { settings: { ...settings, shared: folder, ledgers: folder }, nodes: [node, node] },
      { settings: { ...settings, shared: folder, ledgers: folder } },
      /shared volume and ledgers on hostPath.*has 2/,
    ],
    ['nothing that enforces policies', { pods: [{ metadata: { name: 'flannel-x' } }] }, {}, /No network plugin/],
    [
      'cluster DNS from outside',
      { settings: { ...settings, reachability: 'cluster_dns' } },
      { settings: { ...settings, reachability: 'cluster_dns' }, inCluster: true },
      /does not run in the cluster/,
    ],
    [
      'monitors that it may not make',
      { missing: [monitors], monitoring: true },
      { missing: [monitors] },
      /not allowed to let Prometheus/,
    ],
  ])('with %s is warned of, and not without', (_what, faulty, twin, warning) => {
    expect(clusterWarnings({ ...fine, ...faulty })).toEqual([expect.stringMatching(warning)]);
    expect(clusterWarnings({ ...fine, ...twin })).toEqual([]);
  });
});

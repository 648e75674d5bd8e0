import type { ClusterNode, ClusterSettings, StorageClassInfo } from '@heddle/contracts';
import type { V1Pod } from '@kubernetes/client-node';
import type { Permission } from './permissions';

/** Older versions of Kubernetes lack what Heddle applies (sidecars, stable server-side apply of every field in use). */
const OLDEST_MINOR = 28;

/** Names of pods of network plugins that enforce NetworkPolicies. */
const ENFORCERS =
  /^(calico-node|canal|cilium|anetd|antrea-agent|kube-router|weave-net|ovnkube-node|azure-npm|kindnet|kube-network-policies)/;

/** What was found on a cluster that can run chains, or nearly can. */
export interface ClusterFindings {
  readonly settings: ClusterSettings;
  /** Whether this process runs in a pod of the cluster. */
  readonly inCluster: boolean;
  readonly version: string;
  readonly nodes: readonly ClusterNode[];
  readonly pods: readonly V1Pod[];
  readonly storageClasses: readonly StorageClassInfo[];
  readonly monitoring: boolean;
  /** Permissions that are missing and not needed for chains. */
  readonly missing: readonly Permission[];
}

type Check = (findings: ClusterFindings) => string | null;

/** Whether a version (`v1.34.2`, `v1.27.3-gke.100`) is older than Heddle supports. */
export function isTooOld(version: string): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return major !== undefined && (Number(major) < 1 || (Number(major) === 1 && Number(minor) < OLDEST_MINOR));
}

const oldServer: Check = ({ version }) =>
  isTooOld(version) ? `The cluster runs Kubernetes ${version}; Heddle is made for 1.${OLDEST_MINOR} and newer.` : null;

const oldNodes: Check = ({ nodes }) => {
  const old = nodes.filter((node) => isTooOld(node.version)).map(({ name, version }) => `${name} (${version})`);
  return old.length === 0
    ? null
    : `Some nodes run a kubelet older than 1.${OLDEST_MINOR}, which Heddle is made for: ${old.join(', ')}.`;
};

const ledgerClass: Check = ({ settings: { ledgers }, storageClasses }) => {
  if (ledgers.type !== 'storage_class') return null;
  if (ledgers.name === undefined) {
    return storageClasses.some(({ isDefault }) => isDefault)
      ? null
      : 'The cluster has no default StorageClass: name one in the settings, or ledgers will find no volume.';
  }
  return storageClasses.some(({ name }) => name === ledgers.name)
    ? null
    : `The cluster has no StorageClass ${ledgers.name}, which the settings want for ledgers.`;
};

const hostPaths: Check = ({ settings: { shared, ledgers }, nodes }) => {
  if (nodes.length < 2) return null;
  const used = [
    ...(shared.type === 'host_path' ? ['the shared volume'] : []),
    ...(ledgers.type === 'host_path' ? ['ledgers'] : []),
  ];
  return used.length === 0
    ? null
    : `The settings keep ${used.join(' and ')} on hostPath, which only suits clusters of one node; this one has ${nodes.length}.`;
};

const policies: Check = ({ pods }) =>
  pods.some(({ metadata }) => ENFORCERS.test(metadata?.name ?? ''))
    ? null
    : 'No network plugin that enforces NetworkPolicies was recognized: chains of this cluster may reach each other.';

const reachability: Check = ({ settings, inCluster }) =>
  settings.reachability === 'cluster_dns' && !inCluster
    ? 'Nodes are to be reached by cluster DNS, but this part of Heddle does not run in the cluster.'
    : null;

const lessToSee: Check = ({ missing, monitoring }) => {
  const wanted = missing.filter(({ group }) => monitoring || group !== 'monitoring.coreos.com');
  const purposes = [...new Set(wanted.map(({ purpose }) => purpose))];
  return purposes.length === 0
    ? null
    : `Heddle is not allowed to ${purposes.join(', or to ')}; chains work without it.`;
};

const CHECKS: readonly Check[] = [oldServer, oldNodes, ledgerClass, hostPaths, policies, reachability, lessToSee];

/** What users should know about a cluster, in sentences. */
export function clusterWarnings(findings: ClusterFindings): string[] {
  return CHECKS.map((check) => check(findings)).filter((warning) => warning !== null);
}

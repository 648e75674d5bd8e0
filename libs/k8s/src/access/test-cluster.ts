import type { ClusterNode, ClusterSettings, ClusterTest } from '@heddle/contracts';
import type { ClusterApi } from './cluster-api';
import { clusterError } from './cluster-error';
import { listNodes, listPods } from './cluster-nodes';
import { clusterWarnings } from './cluster-warnings';
import { hasMonitoring } from './has-monitoring';
import { missingPermissions } from './missing-permissions';
import type { Permission } from './permissions';
import { listStorageClasses } from './storage-classes';

interface Problem {
  readonly problem: string | null;
  readonly remedy: string | null;
}

/**
 * Tests whether a cluster can run chains: its version, every permission that Heddle needs, and the resources to run
 * chains on. Never throws for what the cluster responds, or when it does not respond: that is the problem that the test
 * reports.
 */
export async function testCluster(api: ClusterApi, settings: ClusterSettings): Promise<ClusterTest> {
  const testedAt = new Date().toISOString();
  try {
    return { testedAt, ...(await examine(api, settings)) };
  } catch (error) {
    const { message, remedy } = clusterError(error, { server: api.server, what: 'reach the cluster' });
    return {
      testedAt,
      problem: message,
      remedy,
      version: null,
      missingPermissions: [],
      storageClasses: [],
      nodes: [],
      monitoring: false,
      warnings: [],
    };
  }
}

async function examine(api: ClusterApi, settings: ClusterSettings): Promise<Omit<ClusterTest, 'testedAt'>> {
  const { gitVersion: version } = await api.version.getCode();
  const missing = await missingPermissions(api);
  const pods = await listPods(api);
  const nodes = await listNodes(api, pods);
  const storageClasses = await listStorageClasses(api);
  const monitoring = await hasMonitoring(api);
  const required = missing.filter(({ need }) => need === 'required');
  const optional = missing.filter(({ need }) => need === 'optional');
  return {
    ...problemOf(required, nodes),
    version,
    missingPermissions: required.map(({ verb, group, resource, purpose }) => ({ verb, group, resource, purpose })),
    storageClasses,
    nodes,
    monitoring,
    warnings: clusterWarnings({
      settings,
      inCluster: api.inCluster,
      version,
      nodes,
      pods,
      storageClasses,
      monitoring,
      missing: optional,
    }),
  };
}

function problemOf(missing: readonly Permission[], nodes: readonly ClusterNode[]): Problem {
  if (missing.length > 0) {
    const resources = [...new Set(missing.map(({ resource }) => resource))];
    return {
      problem: `Heddle lacks ${missing.length} permissions on this cluster, on ${resources.join(', ')}.`,
      remedy: 'Bind the ClusterRole of the chart in deploy/helm to the account of the kubeconfig, and test again.',
    };
  }
  if (nodes.some(({ ready }) => ready)) return { problem: null, remedy: null };
  return {
    problem: 'No node of this cluster is ready, so nothing can run on it.',
    remedy: 'Look at the nodes below (kubectl describe node), bring one up, and test again.',
  };
}

import { allowedOr } from './allowed-or';
import type { ClusterApi } from './cluster-api';

const MONITORS = ['podmonitors', 'servicemonitors'];

/** Whether the cluster has the Prometheus operator's types, so that monitors can be created. */
export async function hasMonitoring({ config }: ClusterApi): Promise<boolean> {
  const { CustomObjectsApi } = await import('@kubernetes/client-node');
  const { resources } = await allowedOr(
    config.makeApiClient(CustomObjectsApi).getAPIResources({ group: 'monitoring.coreos.com', version: 'v1' }),
    { groupVersion: '', resources: [] },
  );
  const names = new Set(resources.map(({ name }) => name));
  return MONITORS.every((name) => names.has(name));
}

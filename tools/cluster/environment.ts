import { mkdirSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { clusterLayout } from './layout.ts';
import type { ClusterSettings } from './settings.ts';

/** The NFS server and export that tests of shared volumes use. On the machine the export is a folder. */
const NFS_SERVER = 'nfs.heddle.test';
const NFS_PATH = '/shared';

/**
 * The variables that tests on a cluster read, besides KUBECONFIG. Set the same ones to test on a cluster of your own.
 */
export const TEST_VARIABLES = {
  KUBECONFIG: 'the cluster',
  HEDDLE_TEST_CLUSTER_SHARED: 'the folder on this machine that pods see as the NFS export',
  HEDDLE_TEST_NFS_SERVER: 'the server of that export, as nodes of the cluster reach it',
  HEDDLE_TEST_NFS_PATH: 'the path of that export on the server',
};

export function clusterEnvironment(settings: ClusterSettings): Record<string, string> {
  return {
    KUBECONFIG: clusterLayout(settings.state).kubeconfig,
    HEDDLE_TEST_CLUSTER_SHARED: join(settings.nfsRoot, NFS_SERVER, NFS_PATH),
    HEDDLE_TEST_NFS_SERVER: NFS_SERVER,
    HEDDLE_TEST_NFS_PATH: NFS_PATH,
    HEDDLE_TEST_CLUSTER_HOST: settings.hostAddress,
    HEDDLE_TEST_CLUSTER_STATE: settings.state,
  };
}

/** Pods of any user may write to the export. */
export function makeExport(settings: ClusterSettings): void {
  const folder = join(settings.nfsRoot, NFS_SERVER, NFS_PATH);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
}

import { mkdirSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { clusterLayout } from './layout.mjs';

/** The NFS server and export that tests of shared volumes name; the machine sees the export as a folder. */
const NFS_SERVER = 'nfs.heddle.test';
const NFS_PATH = '/shared';

/**
 * What tests on a cluster are told, besides where it is. A person who brings a cluster of their own sets the same.
 */
export const TEST_VARIABLES = {
  KUBECONFIG: 'the cluster',
  HEDDLE_TEST_CLUSTER_SHARED: 'a folder of this machine that pods see as the NFS export',
  HEDDLE_TEST_NFS_SERVER: 'that export’s server, as nodes of the cluster reach it',
  HEDDLE_TEST_NFS_PATH: 'that export’s path on the server',
};

/**
 * @param {import('./settings.mjs').ClusterSettings} settings
 * @returns {Record<string, string>}
 */
export function clusterEnvironment(settings) {
  return {
    KUBECONFIG: clusterLayout(settings.state).kubeconfig,
    HEDDLE_TEST_CLUSTER_SHARED: join(settings.nfsRoot, NFS_SERVER, NFS_PATH),
    HEDDLE_TEST_NFS_SERVER: NFS_SERVER,
    HEDDLE_TEST_NFS_PATH: NFS_PATH,
    HEDDLE_TEST_CLUSTER_HOST: settings.hostAddress,
    HEDDLE_TEST_CLUSTER_STATE: settings.state,
  };
}

/**
 * Pods of any user may write to the export.
 * @param {import('./settings.mjs').ClusterSettings} settings
 */
export function makeExport(settings) {
  const folder = join(settings.nfsRoot, NFS_SERVER, NFS_PATH);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
}

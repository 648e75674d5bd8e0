import { join } from 'node:path';

/**
 * The folders and files of one cluster.
 *
 * state/                 given up by nobody: its containerd folder keeps the imported images between clusters
 *   images.json          which content of which image was imported
 *   containerd/
 *   nfs/                 what `nfs:` volumes show, unless HEDDLE_CLUSTER_NFS_ROOT says otherwise
 *   node/                the node's disk: outlives `restart`, goes with `down`
 *   run/                 the cluster that is up, or was when it crashed: goes with `down`
 *     live/              sockets and the like: new at every start of the node
 * @param {string} state
 */
export function clusterLayout(state) {
  const run = join(state, 'run');
  const node = join(state, 'node');
  const live = join(run, 'live');
  return {
    state,
    lock: join(state, 'cluster.lock'),
    importedImages: join(state, 'images.json'),
    containerdRoot: join(state, 'containerd'),
    node,
    library: join(node, 'lib'),
    systemLog: join(node, 'log'),
    volumes: join(node, 'volumes'),
    keptEtcd: join(node, 'etcd'),
    run,
    settings: join(run, 'settings.json'),
    /** There since pods could run. */
    ready: join(run, 'ready'),
    kubeconfig: join(run, 'admin.kubeconfig'),
    pki: join(run, 'pki'),
    conf: join(run, 'conf'),
    kernelSettings: join(run, 'kernel'),
    /** Comes first in the kubelet's PATH. */
    kubeletPath: join(run, 'path'),
    logs: join(run, 'log'),
    nodeConfig: join(run, 'node.json'),
    live,
    control: join(live, 'control.sock'),
    containerdSocket: join(live, 'containerd.sock'),
    containerdState: join(live, 'containerd'),
    cni: join(live, 'cni'),
    etcd: join(live, 'etcd'),
    volumePlugins: join(live, 'volume-plugins'),
  };
}

/** @typedef {ReturnType<typeof clusterLayout>} ClusterLayout */

/** Where Kubernetes' own host-path provisioner puts volumes; the path stands in its source. */
export const PROVISIONED_VOLUMES = '/tmp/hostpath_pv';

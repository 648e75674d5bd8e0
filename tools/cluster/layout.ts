import { join } from 'node:path';

/**
 * The folders and files of one cluster.
 *
 * state/                 never removed: its containerd folder keeps the imported images between clusters
 *   images.json          the content that was imported for each image
 *   containerd/
 *   nfs/                 the folder behind `nfs:` volumes, unless HEDDLE_CLUSTER_NFS_ROOT is set
 *   node/                the node's disk: survives `restart`, removed by `down`
 *   run/                 the running or crashed cluster: removed by `down`
 *     live/              sockets and other runtime files: recreated at every start of the node
 */
export function clusterLayout(state: string) {
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
    /** Exists once pods can run. */
    ready: join(run, 'ready'),
    kubeconfig: join(run, 'admin.kubeconfig'),
    pki: join(run, 'pki'),
    conf: join(run, 'conf'),
    kernelSettings: join(run, 'kernel'),
    /** First in the kubelet's PATH. */
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

export type ClusterLayout = ReturnType<typeof clusterLayout>;

/** Kubernetes' host-path provisioner puts volumes here; the path is hard-coded in its source. */
export const PROVISIONED_VOLUMES = '/tmp/hostpath_pv';

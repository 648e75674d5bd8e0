import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterLayout } from './layout.ts';
import type { ClusterSettings } from './settings.ts';

/** The configuration files of the cluster's daemons. Kubernetes accepts JSON wherever it accepts YAML. */

export const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10';
export const CLUSTER_DOMAIN = 'cluster.local';

/** Port on which CoreDNS reports that it has read the cluster's Services. */
export const DNS_READY_PORT = 8181;

export function writeConfigFiles(settings: ClusterSettings, layout: ClusterLayout): void {
  const { conf } = layout;
  writeFileSync(layout.kubeconfig, kubeconfig(settings, layout.pki, 'admin'), { mode: 0o600 });
  for (const user of ['controller-manager', 'scheduler', 'kubelet', 'proxy', 'coredns'])
    writeFileSync(join(conf, `${user}.kubeconfig`), kubeconfig(settings, layout.pki, user), { mode: 0o600 });
  writeFileSync(join(conf, 'containerd.toml'), containerd(layout));
  writeFileSync(join(conf, 'resolv.conf'), `nameserver ${settings.nodeAddress}\n`);
  writeFileSync(join(conf, 'Corefile'), corefile(settings, layout));
  writeFileSync(join(conf, 'kubelet.json'), JSON.stringify(kubelet(settings, layout), undefined, 2));
  writeFileSync(join(conf, 'proxy.json'), JSON.stringify(proxy(settings, layout), undefined, 2));
}

/** Embeds the credentials, so that the file can be copied anywhere. */
function kubeconfig({ name, nodeAddress }: ClusterSettings, pki: string, user: string): string {
  const data = (file: string) => readFileSync(join(pki, file)).toString('base64');
  const cluster = { server: `https://${nodeAddress}:6443`, 'certificate-authority-data': data('ca.crt') };
  const credentials = { 'client-certificate-data': data(`${user}.crt`), 'client-key-data': data(`${user}.key`) };
  const file = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name: user, user: credentials }],
    contexts: [{ name, context: { cluster: name, user } }],
    'current-context': name,
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function containerd({ containerdRoot, containerdState, containerdSocket, cni }: ClusterLayout): string {
  return `version = 2
root = ${JSON.stringify(containerdRoot)}
state = ${JSON.stringify(containerdState)}
# Snapshotters for other file systems, one plugin that writes outside of these folders, and tracing.
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
  "io.containerd.internal.v1.opt",
  "io.containerd.internal.v1.tracing",
  "io.containerd.tracing.processor.v1.otlp",
]

[grpc]
  address = ${JSON.stringify(containerdSocket)}

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  stream_server_address = "127.0.0.1"
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  # Without CAP_SYS_RESOURCE a process cannot lower its oom_score_adj, and pods ask for -998.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = ${JSON.stringify(cni)}
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
`;
}

/** Written at every start because its folder is recreated then; containerd waits for it. */
export function cniConfig({ podCidr }: ClusterSettings): string {
  const bridge = {
    type: 'bridge',
    bridge: 'cni0',
    isGateway: true,
    ipMasq: false,
    hairpinMode: true,
    ipam: { type: 'host-local', ranges: [[{ subnet: podCidr }]], routes: [{ dst: '0.0.0.0/0' }] },
  };
  const plugins = [bridge, { type: 'portmap', capabilities: { portMappings: true } }];
  return JSON.stringify({ cniVersion: '1.0.0', name: 'pods', plugins }, undefined, 2);
}

function kubelet(settings: ClusterSettings, layout: ClusterLayout) {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    containerRuntimeEndpoint: `unix://${layout.containerdSocket}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${settings.name}`,
    cgroupsPerQOS: true,
    enforceNodeAllocatable: ['pods'],
    failSwapOn: false,
    failCgroupV1: false,
    address: '0.0.0.0',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(layout.pki, 'ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: join(layout.pki, 'kubelet-serving.crt'),
    tlsPrivateKeyFile: join(layout.pki, 'kubelet-serving.key'),
    clusterDNS: [settings.nodeAddress],
    clusterDomain: CLUSTER_DOMAIN,
    resolvConf: join(layout.conf, 'resolv.conf'),
    volumePluginDir: layout.volumePlugins,
    // The disk of a test machine is often nearly full. Do not evict pods or remove images because of that.
    evictionHard: {
      'memory.available': '100Mi',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%',
      'imagefs.inodesFree': '0%',
    },
    imageGCHighThresholdPercent: 100,
    imageMinimumGCAge: '24h',
    maxPods: 200,
    nodeStatusUpdateFrequency: '4s',
    syncFrequency: '10s',
    kubeAPIQPS: 200,
    kubeAPIBurst: 400,
    serializeImagePulls: false,
    oomScoreAdj: 0,
  };
}

function proxy({ name, podCidr }: ClusterSettings, { conf }: ClusterLayout) {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    hostnameOverride: name,
    oomScoreAdj: 0,
    clusterCIDR: podCidr,
    clientConnection: { kubeconfig: join(conf, 'proxy.kubeconfig') },
    // The conntrack table's size belongs to the machine and cannot be changed from a network namespace.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
    iptables: { minSyncPeriod: '0s', syncPeriod: '30s' },
  };
}

/** External names do not resolve: nothing leaves the machine. */
function corefile({ name, nodeAddress }: ClusterSettings, { conf }: ClusterLayout): string {
  return `.:53 {
  bind ${nodeAddress}
  ready ${nodeAddress}:${DNS_READY_PORT}
  errors
  cache 2
  kubernetes ${CLUSTER_DOMAIN} in-addr.arpa ip6.arpa {
    kubeconfig ${join(conf, 'coredns.kubeconfig')} ${name}
    pods insecure
    ttl 2
  }
  template ANY ANY . {
    rcode NXDOMAIN
  }
}
`;
}

import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { PROVISIONED_VOLUMES, type ClusterLayout } from './layout.ts';
import type { Packages } from './packages.ts';
import type { ClusterSettings } from './settings.ts';

/**
 * Kernel settings that belong to the whole machine. The kubelet changes them, or, with protectKernelDefaults, refuses
 * to start while they differ. In the node, files with the expected values are mounted over the kernel's, so the kubelet
 * has nothing to change.
 */
export const KERNEL_SETTINGS = {
  'vm/overcommit_memory': 1,
  'vm/panic_on_oom': 0,
  'kernel/panic': 10,
  'kernel/panic_on_oops': 1,
  'kernel/keys/root_maxkeys': 1_000_000,
  'kernel/keys/root_maxbytes': 25_000_000,
};

export const kernelSettingFile = (setting: string) => setting.replaceAll('/', '.');

interface NodeInput {
  readonly settings: ClusterSettings;
  readonly layout: ClusterLayout;
  readonly binaries: Binaries;
  readonly packages: Packages;
}

interface Daemon {
  readonly name: string;
  readonly argv: string[];
  readonly env: string[];
}

/** The input of tools/cluster/node: how the node's namespaces are set up, and which daemons run. */
export function nodeConfig(input: NodeInput) {
  const { layout } = input;
  return {
    interface: 'eth0',
    setup: [...mounts(input), ...network(input.settings)],
    openFolders: PROVISIONED_VOLUMES,
    control: layout.control,
    logs: layout.logs,
    daemons: daemons(input),
  };
}

function mounts({ layout }: NodeInput): string[][] {
  const bind = (from: string, to: string) => ['mount', '--bind', from, to];
  const memory = (at: string) => ['mount', '-t', 'tmpfs', 'tmpfs', at];
  return [
    // From here on the machine does not see the node's mounts.
    ['mount', '--make-rprivate', '/'],
    ['mount', '-t', 'proc', 'proc', '/proc'],
    memory('/run'),
    ['mkdir', '-p', '/run/lock', '/run/netns', '/run/containerd'],
    // cAdvisor in the kubelet looks for container names here.
    ['ln', '-s', layout.containerdSocket, '/run/containerd/containerd.sock'],
    bind(layout.library, '/var/lib'),
    bind(layout.systemLog, '/var/log'),
    bind(layout.volumes, PROVISIONED_VOLUMES),
    // In memory, because etcd waits for the disk at every write. Data that a restart kept is copied back.
    memory(layout.etcd),
    ['cp', '-a', `${layout.keptEtcd}/.`, layout.etcd],
    ...Object.keys(KERNEL_SETTINGS).map((setting) =>
      bind(join(layout.kernelSettings, kernelSettingFile(setting)), `/proc/sys/${setting}`),
    ),
    // A peer group of mounts, which mountPropagation of volumes needs.
    ['mount', '--make-rshared', '/'],
  ];
}

function network({ name, nodeAddress, hostAddress, linkCidr }: ClusterSettings): string[][] {
  const prefix = linkCidr.split('/')[1] ?? '';
  return [
    ['hostname', name],
    ['ip', 'link', 'set', 'lo', 'up'],
    ['ip', 'address', 'add', `${nodeAddress}/${prefix}`, 'dev', 'eth0'],
    ['ip', 'link', 'set', 'eth0', 'up'],
    // Without a route to a Service's address, the kernel rejects it before kube-proxy's rules apply.
    ['ip', 'route', 'add', 'default', 'via', hostAddress],
    ['busybox', 'sysctl', '-w', ...NETWORK_SETTINGS],
    ...['OUTPUT', 'FORWARD'].flatMap((chain) => nothingLeaves(chain, linkCidr)),
  ];
}

const NETWORK_SETTINGS = [
  'net.ipv4.ip_forward=1',
  'net.bridge.bridge-nf-call-iptables=1',
  // Rejections share their rate limit with redirects: without these settings a refused connect() can hang for two
  // minutes.
  'net.ipv4.icmp_ratelimit=0',
  'net.ipv4.conf.all.send_redirects=0',
  'net.ipv4.conf.default.send_redirects=0',
  'net.ipv4.conf.eth0.send_redirects=0',
];

/** Rejects traffic that is not for the machine, the node or a pod. */
function nothingLeaves(chain: string, linkCidr: string): string[][] {
  const rule = ['iptables', '-A', chain, '-o', 'eth0', '!', '-d', linkCidr];
  return [
    [...rule, '-p', 'tcp', '-j', 'REJECT', '--reject-with', 'tcp-reset'],
    [...rule, '-j', 'REJECT'],
  ];
}

function daemons({ settings, layout, binaries, packages }: NodeInput): Daemon[] {
  const { conf } = layout;
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const kubernetes = (name: string) => join(binaries.kubernetes, name);
  const daemon = (name: string, argv: string[], env = {}) => ({
    name,
    argv,
    env: Object.entries({ PATH: path, HOME: '/root', ...env }).map(([key, value]) => `${key}=${value}`),
  });
  return [
    daemon('etcd', [packages.etcd, ...etcdArguments(settings, layout)]),
    daemon('containerd', [packages.containerd, '--config', join(conf, 'containerd.toml'), '--log-level', 'warn']),
    daemon('api-server', [kubernetes('kube-apiserver'), ...apiServerArguments(settings, layout)]),
    daemon('controller-manager', [
      kubernetes('kube-controller-manager'),
      ...controllerArguments(layout, 'controller-manager'),
      ...controllerManagerArguments(settings, layout),
    ]),
    daemon('scheduler', [kubernetes('kube-scheduler'), ...controllerArguments(layout, 'scheduler')]),
    daemon(
      'kubelet',
      [
        kubernetes('kubelet'),
        `--config=${join(conf, 'kubelet.json')}`,
        `--kubeconfig=${join(conf, 'kubelet.kubeconfig')}`,
        `--hostname-override=${settings.name}`,
        `--node-ip=${settings.nodeAddress}`,
      ],
      {
        PATH: `${layout.kubeletPath}:${path}`,
        HEDDLE_NFS_ROOT: settings.nfsRoot,
        HEDDLE_NFS_TIMEOUT: settings.nfsTimeout,
      },
    ),
    daemon('proxy', [kubernetes('kube-proxy'), `--config=${join(conf, 'proxy.json')}`]),
    daemon('dns', [join(binaries.coredns, 'coredns'), '-conf', join(conf, 'Corefile')]),
  ];
}

function etcdArguments({ name }: ClusterSettings, { etcd }: ClusterLayout): string[] {
  const [clients, peers] = ['http://127.0.0.1:2379', 'http://127.0.0.1:2380'];
  return [
    ...['--name', name, '--data-dir', join(etcd, 'data'), '--log-level', 'warn'],
    ...['--listen-client-urls', clients, '--advertise-client-urls', clients],
    ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers],
    ...['--initial-cluster', `${name}=${peers}`],
  ];
}

function apiServerArguments({ nodeAddress, serviceCidr }: ClusterSettings, { pki }: ClusterLayout): string[] {
  return [
    '--etcd-servers=http://127.0.0.1:2379',
    '--secure-port=6443',
    '--bind-address=0.0.0.0',
    `--advertise-address=${nodeAddress}`,
    `--service-cluster-ip-range=${serviceCidr}`,
    '--service-node-port-range=30000-32767',
    '--allow-privileged=true',
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    `--tls-cert-file=${pki}/apiserver.crt`,
    `--tls-private-key-file=${pki}/apiserver.key`,
    `--client-ca-file=${pki}/ca.crt`,
    `--kubelet-client-certificate=${pki}/apiserver-kubelet.crt`,
    `--kubelet-client-key=${pki}/apiserver-kubelet.key`,
    `--kubelet-certificate-authority=${pki}/ca.crt`,
    '--kubelet-preferred-address-types=InternalIP',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${pki}/service-accounts.pub`,
    `--service-account-signing-key-file=${pki}/service-accounts.key`,
    `--requestheader-client-ca-file=${pki}/ca.crt`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${pki}/front-proxy.crt`,
    `--proxy-client-key-file=${pki}/front-proxy.key`,
    '--enable-aggregator-routing=true',
    `--cert-dir=${pki}`,
  ];
}

/**
 * Common settings of the controller manager and the scheduler. Their default of 20 requests per second delays the first
 * service account by five seconds.
 */
function controllerArguments({ conf, pki }: ClusterLayout, user: string): string[] {
  const credentials = join(conf, `${user}.kubeconfig`);
  return [
    `--kubeconfig=${credentials}`,
    `--authentication-kubeconfig=${credentials}`,
    `--authorization-kubeconfig=${credentials}`,
    '--leader-elect=false',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    `--cert-dir=${pki}`,
  ];
}

function controllerManagerArguments({ name }: ClusterSettings, { pki, volumePlugins }: ClusterLayout): string[] {
  return [
    `--cluster-name=${name}`,
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${pki}/service-accounts.key`,
    `--root-ca-file=${pki}/ca.crt`,
    `--client-ca-file=${pki}/ca.crt`,
    `--cluster-signing-cert-file=${pki}/ca.crt`,
    `--cluster-signing-key-file=${pki}/ca.key`,
    '--enable-hostpath-provisioner=true',
    `--flex-volume-plugin-dir=${volumePlugins}`,
  ];
}

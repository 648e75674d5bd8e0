import { publicFile, secretFile, type FileTree, type KeyPair } from '@heddle/fabric';
import { namespaceOf } from '@heddle/k8s';
import { SHARED_SERVER_NAME } from '@heddle/topology';
import { capabilitiesOf, type Runtime } from '@heddle/contracts';
import { dump } from 'js-yaml';
import { certificateOf } from '../identities/authority';
import { shell } from './application-readme';
import type { ChainAccess } from './chain-access';

export interface MonitoringOptions {
  readonly access: ChainAccess;
  readonly runtime: Runtime;
  /** The chain's monitoring client. */
  readonly keys: KeyPair;
}

const FILES = { ca: 'ca.crt', certificate: 'client.crt', key: 'client.key' } as const;

/** The files with which Prometheus scrapes the nodes of a chain whose operations endpoints have TLS. */
export function monitoringKit({ access, runtime, keys }: MonitoringOptions): FileTree {
  const { identities, organizations } = access;
  const authorities = organizations.map(({ name }) => certificateOf(identities, 'tlsca', name));
  return {
    'README.md': publicFile(readme(access, runtime)),
    'prometheus.yml': publicFile(dump({ scrape_configs: [scrapeConfig(access, runtime)] }, { lineWidth: -1 })),
    [FILES.ca]: publicFile(authorities.join('')),
    [FILES.certificate]: publicFile(keys.certificate),
    [FILES.key]: secretFile(keys.privateKey),
  };
}

/** Prometheus finds the files beside the file that names them. */
function scrapeConfig(access: ChainAccess, runtime: Runtime): object {
  return {
    job_name: `fabric-nodes-${access.chain.name}`,
    scheme: 'https',
    tls_config: {
      ca_file: FILES.ca,
      cert_file: FILES.certificate,
      key_file: FILES.key,
      // Every node's certificate has this name, and none the address of a pod.
      server_name: SHARED_SERVER_NAME,
    },
    ...targets(access, runtime),
  };
}

function targets(access: ChainAccess, runtime: Runtime): object {
  switch (capabilitiesOf({ runtime }).nodeAccess) {
    case 'host_ports':
      return { static_configs: hostTargets(access) };
    case 'pods':
      return podTargets(access);
  }
}

function hostTargets({ chain, nodes }: ChainAccess): object[] {
  return nodes.map(({ name, kind, organization, access }) => ({
    targets: [access('operations').address],
    labels: {
      heddle_dev_chain: chain.id,
      heddle_dev_node: name,
      heddle_dev_kind: kind,
      heddle_dev_organization: organization,
    },
  }));
}

/** The same as `deploy/monitoring/prometheus.yml` has for all chains, in the namespace of one. */
function podTargets({ chain }: ChainAccess): object {
  return {
    kubernetes_sd_configs: [
      {
        role: 'pod',
        namespaces: { names: [namespaceOf(chain.id)] },
        selectors: [{ role: 'pod', label: 'heddle.dev/kind in (orderer,peer)' }],
      },
    ],
    relabel_configs: [
      {
        source_labels: ['__meta_kubernetes_pod_annotation_prometheus_io_port'],
        target_label: '__meta_kubernetes_pod_container_port_number',
        action: 'keepequal',
      },
      { regex: '__meta_kubernetes_pod_label_(heddle_dev_(?:chain|node|kind|organization))', action: 'labelmap' },
      { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
    ],
  };
}

function readme({ chain, nodes }: ChainAccess, runtime: Runtime): string {
  const [node] = nodes;
  const inPods = capabilitiesOf({ runtime }).nodeAccess === 'pods';
  const target = inPods || node === undefined ? 'localhost:PORT' : node.access('operations').address;
  const options = `--cacert ${FILES.ca} --cert ${FILES.certificate} --key ${FILES.key}`;
  const at = (path: string) => `https://${target.replace('127.0.0.1', SHARED_SERVER_NAME)}${path}`;
  const level = `-X PUT -d '{"spec":"gossip=debug:info"}'`;
  const parts = [
    `# Monitoring of chain ${chain.name}`,
    'The nodes of the chain give their metrics and their log level to the client certificate in this folder and to no ' +
      'other. It holds a private key: keep it as you keep a password.',
    'Prometheus (2.43 or newer): name `prometheus.yml` under `scrape_config_files`; otherwise take its job over into your own file with the ' +
      'paths of the three files.',
    ...(inPods
      ? ['The nodes run on a cluster. To try one, forward the port `operations` of its pod to PORT of your machine.']
      : []),
    shell(`curl ${options} ${at('/metrics')}\ncurl ${options} ${level} ${at('/logspec')}`),
  ];
  return `${parts.join('\n\n')}\n`;
}

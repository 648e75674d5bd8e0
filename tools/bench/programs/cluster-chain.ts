import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ChainSpec, ClusterSettings } from '@heddle/contracts';
import { type KubernetesRuntimeContext, openCluster, renderChain, renderNode } from '@heddle/k8s';
import { ManifestRenderer, manifestText } from '@heddle/manifests';
import {
  type Addresses,
  type FileTree,
  type PlannedNode,
  gossipBootstrap,
  planWorkloads,
  requestedInventory,
  type Workload,
} from '@heddle/topology';

/** The benchmark chain: three orderers, two organizations with two peers each. */
export const CHAIN_SPEC = ChainSpec.parse({
  name: 'bench',
  ordering: { orderers: 3, organization: { name: 'orderer', mspId: 'OrdererMSP' } },
  organizations: ['1', '2'].map((number) => ({ name: `org${number}`, mspId: `Org${number}MSP`, peers: 2 })),
});

const STANDARD_PORTS: Readonly<Record<PlannedNode['kind'], Readonly<Record<string, number>>>> = {
  orderer: { grpc: 7050, admin: 9443, operations: 8443 },
  peer: { grpc: 7051, chaincode: 7052, operations: 9443 },
};

/** A cluster, and the folders of Heddle's own files. */
export interface ClusterPlace {
  readonly kubeconfig: string;
  readonly volume: { readonly server: string; readonly path: string };
  /** Folder of the product's templates. */
  readonly templates: string;
  /** Folder with Fabric's core.yaml and orderer.yaml. */
  readonly sampleConfig: string;
  /** Folder in which manifests are kept, as a worker keeps them. */
  readonly kept: string;
  /** No pods and no volumes: StatefulSets have 0 replicas, and claims use a storage class without a provisioner. */
  readonly idle: boolean;
}

class IdleRenderer extends ManifestRenderer {
  override render(component: string, values: object) {
    return super.render(component, { ...values, replicas: 0 });
  }
}

/** Cluster settings for libs/k8s, as a worker opens them. */
export async function openContext(place: ClusterPlace): Promise<KubernetesRuntimeContext> {
  const { kubeconfig, volume, templates, sampleConfig, kept, idle } = place;
  return {
    api: await openCluster({ type: 'kubeconfig', kubeconfig }),
    name: 'bench',
    settings: ClusterSettings.parse({
      reachability: 'port_forward',
      shared: { type: 'nfs', ...volume },
      ledgers: { type: 'storage_class', ...(idle ? { name: 'heddle-bench-none' } : {}) },
    }),
    pullSecrets: [],
    renderer: idle ? new IdleRenderer({ templates }) : new ManifestRenderer({ templates }),
    sampleConfig: (file) => readFile(join(sampleConfig, file), 'utf8'),
    operationsAccess: () => Promise.resolve(undefined),
    keepManifests: async (chainId, files) => {
      await Promise.all(
        Object.entries(files).map(async ([path, text]) => {
          const file = join(kept, chainId, path);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, text);
        }),
      );
    },
    sharedFolder: kept,
  };
}

/** Plans the benchmark chain with the identities that `filesOf` returns for each node. */
export async function planChain(
  chainId: string,
  addresses: Addresses,
  filesOf: (node: PlannedNode, host: string) => Promise<FileTree>,
): Promise<Workload[]> {
  const { nodes } = requestedInventory(CHAIN_SPEC);
  const addressOf = (name: string) => `${addresses.hostOf({ chainId, name })}:${STANDARD_PORTS.peer['grpc'] ?? 0}`;
  const placements = await Promise.all(
    nodes.map(async (node) => {
      const files = await filesOf(node, addresses.hostOf({ chainId, name: node.name }));
      const bootstrap = gossipBootstrap(node, nodes, addressOf);
      return { id: randomUUID(), name: node.name, ports: STANDARD_PORTS[node.kind], files, gossipBootstrap: bootstrap };
    }),
  );
  return planWorkloads({ inventory: { nodes }, chainId, placements, addresses });
}

/**
 * The YAML that libs/k8s applies for a chain, including the content of its Secrets: the shared objects and the nodes.
 */
export async function chainYaml(
  context: KubernetesRuntimeContext,
  chainId: string,
  workloads: readonly Workload[],
): Promise<{ shared: string; nodes: string }> {
  const nodes = await Promise.all(workloads.map((workload) => renderNode({ context, workload, replicas: 1 })));
  const objects = nodes.flatMap((rendered) => rendered.objects);
  const unique = new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
  return {
    shared: manifestText(renderChain({ context, chainId }).objects),
    nodes: manifestText([...unique.values()]),
  };
}

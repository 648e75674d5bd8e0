import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClusterImages } from '@heddle/contracts';
import { createKubernetesRuntime, namespaceOf, SHARED_CLAIM } from '@heddle/k8s';
import type { FileTree } from '@heddle/topology';
import { chainYaml, type ClusterPlace, openContext, planChain } from './cluster-chain.ts';

export { namespaceOf };

/** Name of the shared volume's claim in every chain's namespace. */
export const claim = SHARED_CLAIM;
/** The image of Go chaincode. */
export const goImage = ClusterImages.parse({}).go;

/** A node of the baseline's topology. */
interface ToolNode {
  readonly host: string;
  /** Folder with its `msp` and `tls`, as cryptogen writes them. */
  readonly materials: string;
}

interface ToolNetwork {
  readonly ordering: { readonly nodes: readonly ToolNode[] };
  readonly members: readonly { readonly nodes: readonly ToolNode[] }[];
}

/** The DNS name at which nodes of a chain reach each other. */
export function hostOf(chainId: string, name: string): string {
  return `${name}.${namespaceOf(chainId)}.svc`;
}

/** The YAML that libs/k8s would apply for a chain with identities from cryptogen. */
export async function writeChain(
  place: ClusterPlace,
  chainId: string,
  { ordering, members }: ToolNetwork,
): Promise<{ shared: string; nodes: string }> {
  const context = await openContext(place);
  await using runtime = createKubernetesRuntime(context);
  const materials = new Map(
    [ordering, ...members].flatMap(({ nodes }) => nodes.map((node) => [node.host, node.materials] as const)),
  );
  const workloads = await planChain(chainId, runtime.addresses, (_, host) => {
    const folder = materials.get(host);
    if (folder === undefined) throw new Error(`${host} is not a node of the tools' network`);
    return filesBelow(folder);
  });
  return await chainYaml(context, chainId, workloads);
}

/** Fabric accepts any file in a key folder, so cryptogen's file names are kept. */
async function filesBelow(folder: string): Promise<FileTree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => {
        const path = file.slice(folder.length + 1);
        const secret = path.includes('keystore/') || path.endsWith('.key');
        return [path, { content: await readFile(file, 'utf8'), secret }] as const;
      }),
    ),
  );
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClusterImages } from '@heddle/contracts';
import { createKubernetesRuntime, namespaceOf, SHARED_CLAIM } from '@heddle/k8s';
import type { FileTree } from '@heddle/topology';
import { chainYaml, type ClusterPlace, openContext, planChain } from './cluster-chain';

export { namespaceOf };

/** The claim of the shared volume in every chain's namespace. */
export const claim = SHARED_CLAIM;
/** What Go chaincode runs in. */
export const goImage = ClusterImages.parse({}).go;

/** A node as the baseline's topology has it. */
interface ToolNode {
  readonly host: string;
  /** Folder with its `msp` and `tls`, as cryptogen makes them. */
  readonly materials: string;
}

interface ToolNetwork {
  readonly ordering: { readonly nodes: readonly ToolNode[] };
  readonly members: readonly { readonly nodes: readonly ToolNode[] }[];
}

/** Under which name nodes of a chain reach each other. */
export function hostOf(chainId: string, name: string): string {
  return `${name}.${namespaceOf(chainId)}.svc`;
}

/** The YAML that libs/k8s would apply for a chain whose identities cryptogen has made. */
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
    if (folder === undefined) throw new Error(`${host} is no node of the tools' network`);
    return filesBelow(folder);
  });
  return await chainYaml(context, chainId, workloads);
}

/** Fabric takes any file of a key folder, so the names may stay cryptogen's. */
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

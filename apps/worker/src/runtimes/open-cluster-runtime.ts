import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterEntity } from '@heddle/data';
import { createKubernetesRuntime, openCluster, type ClusterCredentials, type KubernetesRuntime } from '@heddle/k8s';
import { ManifestRenderer } from '@heddle/manifests';
import { BinaryMissingError } from '@heddle/runtime';
import { ChainId } from '@heddle/contracts';
import type { RuntimeEnvironment } from './runtime-environment';

/** Opens a registered cluster as a runtime. This is the only place in a worker that unseals its credentials. */
export async function openClusterRuntime(
  environment: RuntimeEnvironment,
  row: ClusterEntity,
): Promise<KubernetesRuntime> {
  const { database, sealer, settings, artifacts, layout, operationsAccess } = environment;
  const secrets = await database.store.clusters.credentials(row.id, sealer);
  const { folder, overrides } = settings.templates;
  return createKubernetesRuntime({
    api: await openCluster(credentialsOf(secrets.kubeconfig)),
    name: row.name,
    settings: row.settings,
    pullSecrets: secrets.pullSecrets,
    renderer: new ManifestRenderer({ templates: folder, ...(overrides !== undefined && { overrides }) }),
    sampleConfig: (file: string) => sampleConfig(settings.fabricHome, file),
    operationsAccess,
    keepManifests: (chainId: string, files: Readonly<Record<string, string>>) =>
      artifacts.writeAll(ChainId.parse(chainId), files),
    sharedFolder: layout.shared,
    buildBounds: settings.chaincode.build,
  });
}

function credentialsOf(kubeconfig: string | null): ClusterCredentials {
  return kubeconfig === null ? { type: 'in_cluster' } : { type: 'kubeconfig', kubeconfig };
}

/** Fabric's sample configuration of a node, which is part of its release. */
async function sampleConfig(fabricHome: string | undefined, file: string): Promise<string> {
  const folder = join(fabricHome ?? '', 'config');
  try {
    return await readFile(join(folder, file), 'utf8');
  } catch (error) {
    throw new BinaryMissingError(file, [folder], { cause: error });
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterEntity } from '@heddle/data';
import { createKubernetesRuntime, openCluster, type ClusterCredentials } from '@heddle/k8s';
import { ManifestRenderer } from '@heddle/manifests';
import { BinaryMissingError } from '@heddle/runtime';
import { ChainId } from '@heddle/contracts';
import { clusterBuilds } from './cluster-builds';
import type { OpenCluster, RuntimeEnvironment } from './runtime-environment';

/** Opens a registered cluster as a runtime. This is the only place in a worker that unseals its credentials. */
export async function openClusterRuntime(environment: RuntimeEnvironment, row: ClusterEntity): Promise<OpenCluster> {
  const { database, sealer, settings, artifacts, layout, operationsAccess } = environment;
  const secrets = await database.store.clusters.credentials(row.id, sealer);
  const { folder, overrides } = settings.templates;
  const context = {
    api: await openCluster(credentialsOf(secrets.kubeconfig)),
    name: row.name,
    settings: row.settings,
    pullSecrets: secrets.pullSecrets,
    renderer: new ManifestRenderer({ templates: folder, ...(overrides !== undefined && { overrides }) }),
    sampleConfig: (file: string) => sampleConfig(settings.fabricHome, file),
    operationsAccess,
    keepManifests: (chainId: string, files: Readonly<Record<string, string>>) =>
      artifacts.writeAll(ChainId.parse(chainId), files),
  };
  const builds = clusterBuilds({ context, layout, bounds: settings.chaincode.build });
  const driver = createKubernetesRuntime({ ...context, builtProgram: (buildId) => builds.program(buildId) });
  return { driver, builds, [Symbol.asyncDispose]: () => driver[Symbol.asyncDispose]() };
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
    throw new BinaryMissingError(file, [folder], error);
  }
}

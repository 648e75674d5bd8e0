import { ClusterSettings, type ChainId, type ClusterSettingsInput } from '@heddle/contracts';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { SMALL } from './small-chain';
import type { TestInstallation } from './test-installation';

/** Pods of the test cluster cannot reach registries: the dependencies of samples are in their caches. */
const OFFLINE_BUILDS = { GOPROXY: 'off', GOFLAGS: '-mod=mod', npm_config_offline: 'true' };

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: see tools/cluster/README.md.`);
  return value;
}

/** The folder of this machine that pods of the test cluster also mount. */
export const sharedFolder = (): string => required('HEDDLE_TEST_CLUSTER_SHARED');

/** Registers the test cluster under a name, as the API does, with different settings if needed. */
export async function registerCluster(
  installation: TestInstallation,
  name: string,
  settings: Partial<ClusterSettingsInput> = {},
): Promise<void> {
  const kubeconfig = await readFile(required('KUBECONFIG'), 'utf8');
  const sealer = await installation.sealer();
  await installation.database.transaction(async (store) => {
    await store.clusters.register(
      {
        name,
        connection: { sourceType: 'kubeconfig', context: null, server: 'https://cluster.test' },
        settings: ClusterSettings.parse({
          shared: { type: 'nfs', server: required('HEDDLE_TEST_NFS_SERVER'), path: required('HEDDLE_TEST_NFS_PATH') },
          ledgerSize: '1Gi',
          buildEnvironment: OFFLINE_BUILDS,
          ...settings,
        }),
        secrets: { kubeconfig, pullSecrets: [] },
        finding: {
          state: 'reachable',
          reason: null,
          test: {
            testedAt: new Date().toISOString(),
            problem: null,
            remedy: null,
            version: null,
            missingPermissions: [],
            storageClasses: [],
            nodes: [],
            monitoring: false,
            warnings: [],
          },
        },
      },
      sealer,
    );
  });
}

/** A small chain on a registration of the test cluster of its own, both with this name. */
export async function defineChainOn(
  installation: TestInstallation,
  name: string,
  settings: Partial<ClusterSettingsInput> = {},
): Promise<ChainId> {
  await registerCluster(installation, name, settings);
  return installation.defineChain({ ...SMALL, name, runtime: 'kubernetes', cluster: name });
}

/** Queries the test cluster directly, without Heddle. */
export async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const run = promisify(execFile)('kubectl', [...args], { maxBuffer: 64 * 1024 * 1024 });
  run.child.stdin?.end(input);
  return (await run).stdout;
}

/** Applies YAML (or JSON) directly, without Heddle. */
export async function applyYaml(text: string): Promise<void> {
  await kubectl(['apply', '-f', '-'], text);
}

/**
 * All objects on the cluster that belong to a chain, as `kind/name`: its namespace, its volumes, and everything inside.
 */
export async function objectsOf(chainId: string): Promise<string[]> {
  const kinds = 'statefulset,deployment,job,pod,service,configmap,secret,persistentvolumeclaim';
  const label = ['-l', `heddle.dev/chain=${chainId}`, '-o', 'name', '--ignore-not-found'];
  const [within, around] = await Promise.all([
    kubectl(['get', kinds, '--all-namespaces', ...label]),
    kubectl(['get', 'namespace,persistentvolume', ...label]),
  ]);
  return `${within}${around}`
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace('.apps/', '/').replace('.batch/', '/'));
}

import { ClusterSettings, type ClusterSettingsInput } from '@heddle/contracts';
import { ManifestRenderer } from '@heddle/manifests';
import type { RuntimeHarness } from '@heddle/runtime';
import { fabricHome } from '@heddle/testing';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ClusterApi } from '../access/cluster-api';
import { testClusterApi } from '../access/testing/test-cluster-api';
import type { KubernetesRuntimeContext } from '../cluster-context';
import { createKubernetesRuntime, type KubernetesRuntime } from '../kubernetes-runtime';
import { DATA_FOLDER } from '../model/folders';
import { namespaceOf } from '../names';
import { testAccess, testChain, type TestChainShape } from './test-chain';

const TEMPLATES = join(__dirname, '../../../../templates');

/** What a test changes. */
export type ContextChanges = Partial<Omit<KubernetesRuntimeContext, 'settings'>> & {
  readonly settings?: Partial<ClusterSettingsInput>;
};

/** The tests' cluster with its default storage class, as a registered one. */
export async function testContext({
  settings = {},
  ...changes
}: ContextChanges = {}): Promise<KubernetesRuntimeContext> {
  const api: ClusterApi = changes.api ?? (await testClusterApi());
  return {
    api,
    name: 'test',
    settings: ClusterSettings.parse({ shared: { type: 'nfs', server: 'nfs.test', path: '/exports' }, ...settings }),
    pullSecrets: [],
    renderer: new ManifestRenderer({ templates: TEMPLATES }),
    sampleConfig: (file) => readFile(join(fabricHome(), 'config', file), 'utf8'),
    operationsAccess: testAccess,
    keepManifests: () => Promise.resolve(),
    sharedFolder: '/nowhere',
    ...changes,
  };
}

export interface KubernetesHarness extends RuntimeHarness {
  readonly context: KubernetesRuntimeContext;
  open(): Promise<KubernetesRuntime>;
  /** Waits until everything that {@link RuntimeHarness.close} deletes is gone. */
  settled(): Promise<void>;
}

/** A runtime on the tests' cluster. Chains are removed while the next test is running; `settled` waits for them. */
export async function kubernetesHarness(
  changes: ContextChanges = {},
  shape?: TestChainShape,
): Promise<KubernetesHarness> {
  const context = await testContext(changes);
  const opened: KubernetesRuntime[] = [];
  const chains: string[] = [];
  let removal: Promise<unknown> = Promise.resolve();
  const open = () => {
    const runtime = createKubernetesRuntime(context);
    opened.push(runtime);
    return Promise.resolve(runtime);
  };
  return {
    ports: 'own',
    context,
    open,
    chain: async (driver) => {
      const chain = await testChain(
        { addresses: driver.addresses, allocatePorts: (id, requests) => driver.allocatePorts(id, requests) },
        shape,
      );
      chains.push(chain.chainId);
      return chain;
    },
    shell: async ({ chainId, name, volume, path }, script) => {
      const inPod = ['exec', `--namespace=${namespaceOf(chainId)}`, `${name}-0`, '--', 'sh', '-c'];
      const within = `cd '${DATA_FOLDER}/${volume}/${path}' && ${script}`;
      return (await promisify(execFile)('kubectl', [...inPod, within])).stdout;
    },
    environment: async ({ chainId, name }) => {
      const read = ['exec', `--namespace=${namespaceOf(chainId)}`, `${name}-0`, '--', 'cat', '/proc/1/environ'];
      return (await promisify(execFile)('kubectl', read)).stdout.split('\0');
    },
    close: async () => {
      await Promise.all(opened.map((runtime) => runtime.close()));
      const remover = createKubernetesRuntime(context);
      removal = Promise.all(chains.map((chainId) => remover.remove({ chainId }, { graceMs: 1_000 })));
      removal.catch(() => undefined);
    },
    settled: async () => {
      await removal;
    },
  };
}

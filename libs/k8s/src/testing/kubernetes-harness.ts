import { ClusterSettings, type ClusterSettingsInput } from '@heddle/contracts';
import { ManifestRenderer } from '@heddle/manifests';
import type { RuntimeHarness } from '@heddle/runtime';
import { fabricHome } from '@heddle/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterApi } from '../access/cluster-api';
import { testClusterApi } from '../access/testing/test-cluster-api';
import type { KubernetesRuntimeContext } from '../apply/render-workloads';
import { createKubernetesRuntime, type KubernetesRuntime } from '../kubernetes-runtime';
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
    builtProgram: (id) => Promise.reject(new Error(`There is no build ${id} in this test.`)),
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

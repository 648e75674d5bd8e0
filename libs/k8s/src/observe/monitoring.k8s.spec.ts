import { manifestText } from '@heddle/manifests';
import { monitoringTls, readOperations, type OperationsTls } from '@heddle/runtime';
import { SHARED_SERVER_NAME } from '@heddle/topology';
import type { V1PodSpec } from '@kubernetes/client-node';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClusterApi } from '../access/cluster-api';
import { deleteNamespace } from '../access/testing/delete-namespace';
import { testClusterApi } from '../access/testing/test-cluster-api';
import type { KubernetesRuntime } from '../kubernetes-runtime';
import { renderChain } from '../model/render-chain';
import { renderContext } from '../model/testing/fabric-chain';
import { CHAIN_LABEL, KIND_LABEL, namespaceOf, NODE_LABEL } from '../names';
import { endpointOf } from '../reach/probe';
import { until } from '../reach/testing/until';
import { kubernetesHarness, type KubernetesHarness } from '../testing/kubernetes-harness';

jest.setTimeout(180_000);

const RULES = join(__dirname, '../../../../deploy/monitoring/rules/heddle.yml');
const MODULE = 'github.com/prometheus-operator/prometheus-operator@v0.85.0';

const operationsPort = (spec: V1PodSpec | undefined) =>
  String(spec?.containers[0]?.ports?.find(({ name }) => name === 'operations')?.containerPort);

function run(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { maxBuffer: 50_000_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr === '' ? `${error.message}\n${stdout}` : stderr));
    });
    child.stdin?.end(input);
  });
}

const dryRun = (yaml: string) =>
  run('kubectl', ['apply', '--dry-run=server', '--validate=strict', '-o', 'name', '-f', '-'], yaml);

describe('the annotations of a node’s pod', () => {
  let harness: KubernetesHarness;
  let runtime: KubernetesRuntime;
  let chainId: string;
  let tls: OperationsTls;

  beforeAll(async () => {
    harness = await kubernetesHarness();
    runtime = await harness.open();
    const chain = await harness.chain(runtime);
    chainId = chain.chainId;
    tls = { ...monitoringTls(chain.access), serverName: SHARED_SERVER_NAME };
    await runtime.apply(chain.workloads);
    await runtime.waitUntilReady({ chainId }, { timeoutMs: 120_000 });
  });
  afterAll(async () => {
    await harness.close();
    await harness.settled();
  });

  it('lead to Fabric’s metrics, for the monitoring client', async () => {
    const { context } = harness;
    const namespace = namespaceOf(chainId);
    const { items } = await context.api.core.listNamespacedPod({
      namespace,
      labelSelector: `${CHAIN_LABEL}=${chainId}`,
    });
    const pages = await Promise.all(
      items.map(async ({ metadata, spec }): Promise<[string, string]> => {
        const { annotations = {}, labels = {} } = metadata ?? {};
        expect(annotations['prometheus.io/scrape']).toBe('true');
        expect(annotations['prometheus.io/scheme']).toBe('https');
        expect(annotations['prometheus.io/port']).toBe(operationsPort(spec));
        const address = await runtime.dial({ chainId, name: labels[NODE_LABEL] ?? '' }, 'operations');
        const path = annotations['prometheus.io/path'] ?? '';
        const { body } = await readOperations({ ...endpointOf(address), path, tls, timeoutMs: 10_000 });
        return [labels[KIND_LABEL] ?? '', body];
      }),
    );
    expect(pages.map(([kind]) => kind).sort()).toEqual(['orderer', 'peer']);
    for (const [, page] of pages) {
      expect(page).toMatch(/^fabric_version\{version="[^"]+"\} 1$/m);
      expect(page).toMatch(/^process_start_time_seconds \S+$/m);
      expect(page).toMatch(/^logging_entries_written\{level="info"\} \d+$/m);
    }
  });
});

describe('a cluster with the Prometheus operator’s types', () => {
  const chainId = randomUUID();
  const made: string[] = [];
  let api: ClusterApi;

  /** Missing types are created and removed: without ServiceMonitors no runtime treats the cluster as monitored. */
  beforeAll(async () => {
    api = await testClusterApi();
    const download = z.object({ Dir: z.string() });
    const { Dir } = download.parse(JSON.parse(await run('go', ['mod', 'download', '-json', MODULE])));
    for (const type of ['podmonitors', 'prometheusrules']) {
      const definition = `customresourcedefinition/${type}.monitoring.coreos.com`;
      if ((await run('kubectl', ['get', definition, '--ignore-not-found', '-o', 'name'])) !== '') continue;
      made.push(definition);
      const file = join(Dir, 'example/prometheus-operator-crd', `monitoring.coreos.com_${type}.yaml`);
      await run('kubectl', ['create', '-f', file]);
      await run('kubectl', ['wait', definition, '--for=condition=Established', '--timeout=60s']);
    }
    await api.core.createNamespace({ body: { metadata: { name: namespaceOf(chainId) } } });
  });
  afterAll(async () => {
    await deleteNamespace(api, namespaceOf(chainId));
    for (const definition of made) await run('kubectl', ['delete', definition]);
  });

  /** The API server serves a new type a moment after it is established. */
  const accepted = (yaml: string) =>
    until(() =>
      dryRun(yaml).catch((error: unknown) => {
        if (String(error).includes('no matches for kind')) return undefined;
        throw error;
      }),
    );

  it('takes the PodMonitor of a chain', async () => {
    const operationsAccess = { authorities: { org1: 'PEM' }, certificate: 'PEM', privateKey: 'PEM' };
    const { objects } = renderChain({ context: renderContext(), chainId, monitoring: true, operationsAccess });
    const monitors = objects.filter(({ kind }) => kind === 'PodMonitor');
    expect(monitors).toHaveLength(1);
    const names = await accepted(manifestText(monitors));
    expect(names.trim()).toBe('podmonitor.monitoring.coreos.com/fabric-nodes');
  });

  it('takes the alert rules as a PrometheusRule', async () => {
    const spec = readFileSync(RULES, 'utf8').replaceAll(/^(?=.)/gm, '  ');
    const head = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: heddle, namespace: ${namespaceOf(chainId)} }\nspec:\n`;
    const names = await accepted(head + spec);
    expect(names.trim()).toBe('prometheusrule.monitoring.coreos.com/heddle');
  });
});

import { run, type RunResult } from '../../lib/run.mjs';
import { until } from '../../lib/until.ts';
import { kubectl } from '../kubectl.ts';

const IMAGE = 'busybox:1.36';

interface PodOptions {
  readonly command: readonly string[];
  /** Mounted at /NAME. */
  readonly volumes?: readonly { readonly name: string; readonly [source: string]: unknown }[];
}

export type ClusterProbe = ReturnType<typeof clusterProbe>;

/**
 * Tests a cluster with kubectl in a new namespace.
 * @param env where KUBECONFIG names the cluster
 */
export function clusterProbe(namespace: string, env: NodeJS.ProcessEnv = process.env) {
  const within = (args: readonly string[]) => ['--namespace', namespace, ...args];
  const asInput = (object: unknown) => (object === undefined ? {} : { input: JSON.stringify(object) });

  /**
   * Runs kubectl to its end, whatever its exit code is.
   * @param object for standard input
   */
  const attempt = (args: readonly string[], object?: unknown): Promise<RunResult> =>
    run('kubectl', within(args), { env, output: 'capture', ...asInput(object) });

  const mustDo = (args: readonly string[], object?: unknown) => kubectl(within(args), { env, ...asInput(object) });

  const read = (object: string, path: string) => mustDo(['get', object, '-o', `jsonpath=${path}`]);

  return {
    namespace,
    attempt,
    read,
    /** Pods can be created once the namespace's service account exists. */
    async createNamespace(): Promise<void> {
      await mustDo(['create', 'namespace', namespace]);
      await eventually(
        'The service account',
        async () => (await attempt(['get', 'serviceaccount', 'default'])).code === 0,
      );
    },
    /** Pods are deleted first: Kubernetes checks a namespace that still has pods again only after many seconds. */
    async deleteNamespace(): Promise<void> {
      await mustDo(['delete', 'pods', '--all', '--timeout=60s']);
      await mustDo(['delete', 'namespace', namespace, '--timeout=60s']);
    },
    apply: (items: readonly object[]) => mustDo(['apply', '-f', '-'], { apiVersion: 'v1', kind: 'List', items }),
    claim: (name: string) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
    }),
    pod: (name: string, { command, volumes = [] }: PodOptions) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { app: name } },
      spec: {
        restartPolicy: 'OnFailure',
        terminationGracePeriodSeconds: 1,
        securityContext: { runAsUser: 1000, runAsGroup: 1000 },
        containers: [
          {
            name,
            image: IMAGE,
            command,
            volumeMounts: volumes.map((one) => ({ name: one.name, mountPath: `/${one.name}` })),
          },
        ],
        volumes,
      },
    }),
    /** @param path JSONPath of one value */
    waitFor: (object: string, path: string, value: string) =>
      eventually(`${object} ${path}`, async () => (await read(object, path)) === value),
    waitForReady: (pod: string) =>
      eventually(
        `Pod ${pod}`,
        async () => (await read(`pod/${pod}`, '{.status.conditions[?(@.type=="Ready")].status}')) === 'True',
      ),
    logs: (pod: string) => mustDo(['logs', pod]),
    /** Logs of a container that is starting cannot be read yet. */
    waitForLogs: (pod: string, lines: string) =>
      eventually(`The log of pod ${pod}`, async () => (await attempt(['logs', pod])).stdout === lines),
    nodeAddress: () => read('node', '{.items[0].status.addresses[?(@.type=="InternalIP")].address}'),
    /** kube-proxy needs a moment to learn of a new Service. */
    async fetchText(url: string): Promise<string> {
      let body = '';
      await eventually(url, async () => {
        const response = await fetch(url).catch(() => undefined);
        body = response?.ok ? await response.text() : '';
        return body !== '';
      });
      return body;
    },
  };
}

function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  return until(what, holds, { seconds: 60, remedy: 'Inspect it with kubectl.' });
}

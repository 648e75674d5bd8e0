import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const IMAGE = 'busybox:1.36';
const PATIENCE_MS = 60_000;

/**
 * Tests a cluster with kubectl in a new namespace.
 * @param {string} namespace
 * @param {NodeJS.ProcessEnv} [env] where KUBECONFIG names the cluster
 */
export function clusterProbe(namespace, env = process.env) {
  /**
   * @param {readonly string[]} args
   * @param {unknown} [input] an object for standard input
   * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
   */
  async function kubectl(args, input) {
    const child = spawn('kubectl', ['--namespace', namespace, ...args], { env, stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.stdin.end(input === undefined ? '' : JSON.stringify(input));
    const [code] = await once(child, 'close');
    return { code, stdout, stderr };
  }

  /**
   * @param {readonly string[]} args
   * @param {unknown} [input]
   */
  async function mustDo(args, input) {
    const { code, stdout, stderr } = await kubectl(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  const read = (/** @type {string} */ object, /** @type {string} */ path) =>
    mustDo(['get', object, '-o', `jsonpath=${path}`]);

  return {
    kubectl,
    read,
    /** Pods can be created once the namespace's service account exists. */
    async createNamespace() {
      await mustDo(['create', 'namespace', namespace]);
      await eventually(async () => (await kubectl(['get', 'serviceaccount', 'default'])).code === 0, 'service account');
    },
    /** Pods are deleted first: Kubernetes checks a namespace that still has pods again only after many seconds. */
    async deleteNamespace() {
      await mustDo(['delete', 'pods', '--all', '--timeout=60s']);
      await mustDo(['delete', 'namespace', namespace, '--timeout=60s']);
    },
    /** @param {readonly object[]} items */
    apply: (items) => mustDo(['apply', '-f', '-'], { apiVersion: 'v1', kind: 'List', items }),
    /** @param {string} name */
    claim: (name) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
    }),
    /**
     * @param {string} name
     * @param {{ command: readonly string[], volumes?: readonly { name: string, [source: string]: unknown }[] }} options volumes are mounted at /NAME
     */
    pod: (name, { command, volumes = [] }) => ({
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
    /**
     * @param {string} object
     * @param {string} path of one value
     * @param {string} value
     */
    waitFor: (object, path, value) => eventually(async () => (await read(object, path)) === value, `${object} ${path}`),
    /** @param {string} pod */
    waitForReady: (pod) =>
      eventually(
        async () => (await read(`pod/${pod}`, '{.status.conditions[?(@.type=="Ready")].status}')) === 'True',
        `pod ${pod}`,
      ),
    /** @param {string} pod */
    logs: (pod) => mustDo(['logs', pod]),
    /**
     * Logs of a container that is starting cannot be read yet.
     * @param {string} pod
     * @param {string} text
     */
    waitForLogs: (pod, text) =>
      eventually(async () => (await kubectl(['logs', pod])).stdout === text, `the log of pod ${pod}`),
    nodeAddress: () => read('node', '{.items[0].status.addresses[?(@.type=="InternalIP")].address}'),
    /**
     * kube-proxy needs a moment to learn of a new Service.
     * @param {string} url
     */
    async fetchText(url) {
      let text = '';
      await eventually(async () => {
        const response = await fetch(url).catch(() => undefined);
        text = response?.ok ? await response.text() : '';
        return text !== '';
      }, url);
      return text;
    },
  };
}

/**
 * @param {() => Promise<boolean>} holds
 * @param {string} what
 */
async function eventually(holds, what) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`timed out after ${PATIENCE_MS / 1000} s waiting for ${what}`);
    await delay(100);
  }
}

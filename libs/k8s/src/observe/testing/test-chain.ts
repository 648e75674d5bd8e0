import type { NodeKind } from '@heddle/contracts';
import type { V1Container, V1ContainerPort, V1PodSpec, V1Status, V1Volume } from '@kubernetes/client-node';
import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterApi } from '../../access/cluster-api';
import { testClusterApi } from '../../access/testing/test-cluster-api';
import type { NodeObservation, NodeRef } from '@heddle/runtime';
import type { ClusterContext } from '../../cluster-context';
import { CHAIN_LABEL, KIND_LABEL, namespaceOf, NODE_ID_ANNOTATION, NODE_LABEL, ORGANIZATION_LABEL } from '../../names';
import { ClusterReach } from '../../reach/cluster-reach';
import { readNodeMetrics } from '../../reach/node-operations';
import { ChainFeed } from '../chain-feed';
import { observeNodes } from '../observe-nodes';
import { waitUntilReady, type KubernetesWaitOptions } from '../wait-until-ready';

export interface TestNode {
  readonly kind?: NodeKind;
  /** What differs from a container that serves on port 7051. */
  readonly container?: Partial<
    Pick<
      V1Container,
      'image' | 'command' | 'resources' | 'readinessProbe' | 'livenessProbe' | 'envFrom' | 'volumeMounts' | 'ports'
    >
  >;
  readonly volumes?: V1Volume[];
}

const SERVES = {
  name: 'node',
  image: 'busybox:1.36',
  command: ['sh', '-c', 'mkdir /tmp/www && cd /tmp/www && echo serving && exec httpd -f -p 7051'],
  ports: [{ name: 'grpc', containerPort: 7051 }],
  readinessProbe: { tcpSocket: { port: 7051 }, periodSeconds: 1 },
} satisfies V1Container;

const servicePorts = (ports: readonly V1ContainerPort[] = SERVES.ports) =>
  ports.map(({ name = '', containerPort: port }) => ({ name, port }));

/** A shell command as a container's program. */
export function shell(script: string): Pick<V1Container, 'command'> {
  return { command: ['sh', '-c', script] };
}

/** A chain of busybox containers on the cluster of the tests, laid out as Heddle lays out nodes. */
export class TestChain implements AsyncDisposable {
  readonly chainId = randomUUID();
  readonly namespace = namespaceOf(this.chainId);

  private constructor(
    readonly api: ClusterApi,
    readonly context: ClusterContext,
  ) {}

  static async start(): Promise<TestChain> {
    const api = await testClusterApi();
    const chain = new TestChain(api, {
      api,
      name: 'test',
      settings: { reachability: 'auto' },
      operationsAccess: () => Promise.resolve(undefined),
    } as unknown as ClusterContext);
    const labels = { [CHAIN_LABEL]: chain.chainId };
    await api.core.createNamespace({ body: { metadata: { name: chain.namespace, labels } } });
    return chain;
  }

  /** Creates a StatefulSet (a Deployment for chaincode) and its Service. */
  async add(name: string, { kind = 'peer', container, volumes }: TestNode = {}): Promise<void> {
    const labels = {
      [CHAIN_LABEL]: this.chainId,
      [NODE_LABEL]: name,
      [KIND_LABEL]: kind,
      [ORGANIZATION_LABEL]: 'org1',
    };
    const pod: V1PodSpec = {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      containers: [{ ...SERVES, ...container }],
      ...(volumes && { volumes }),
    };
    const metadata = { name, labels, annotations: { [NODE_ID_ANNOTATION]: `id of ${name}` } };
    const spec = { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } };
    const { namespace, api } = this;
    await api.core.createNamespacedService({
      namespace,
      body: { metadata, spec: { selector: labels, ports: servicePorts(container?.ports) } },
    });
    if (kind === 'chaincode') await api.apps.createNamespacedDeployment({ namespace, body: { metadata, spec } });
    else
      await api.apps.createNamespacedStatefulSet({
        namespace,
        body: { metadata, spec: { ...spec, serviceName: name } },
      });
  }

  /** The cluster's reports on the chain's nodes, with the nodes' metrics. */
  async observe(names?: readonly string[]): Promise<NodeObservation[]> {
    const { chainId, context } = this;
    await using reach = new ClusterReach({ context });
    const { operationsAccess } = context;
    await using feed = new ChainFeed(context, chainId);
    const selector = { chainId, ...(names !== undefined && { names }) };
    const metricsOf = (node: NodeRef) => readNodeMetrics({ reach, operationsAccess }, node);
    return await observeNodes({ context, feed, metricsOf }, selector);
  }

  /** Waits for nodes; through another way to the API server where one is given. */
  async ready(names: readonly string[], options: KubernetesWaitOptions = {}, api = this.api): Promise<void> {
    const { chainId } = this;
    const context = { ...this.context, api };
    await using feed = new ChainFeed(context, chainId);
    await waitUntilReady({ context, feed }, { chainId, names }, options);
  }

  async scale(name: string, replicas: number): Promise<void> {
    await this.api.apps.patchNamespacedStatefulSetScale({
      namespace: this.namespace,
      name,
      body: [{ op: 'replace', path: '/spec/replicas', value: replicas }],
    });
  }

  /** Creates a claim of a storage class. */
  async claim(name: string, storageClassName: string): Promise<void> {
    const spec = { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: '1Mi' } } };
    await this.api.core.createNamespacedPersistentVolumeClaim({
      namespace: this.namespace,
      body: { metadata: { name }, spec },
    });
  }

  /** Changes the template of a node's pod. */
  async restart(name: string): Promise<void> {
    await this.api.apps.patchNamespacedStatefulSet({
      namespace: this.namespace,
      name,
      body: [{ op: 'add', path: '/spec/template/metadata/annotations', value: { restarted: 'now' } }],
    });
  }

  /** Runs a program in a pod's container. */
  async exec(pod: string, command: string[]): Promise<void> {
    const { Exec } = await import('@kubernetes/client-node');
    const out = new PassThrough().resume();
    const exec = new Exec(this.api.config);
    const { status, message } = await new Promise<V1Status>((resolve, reject) => {
      exec.exec(this.namespace, pod, 'node', command, out, out, null, false, resolve).catch(reject);
    });
    if (status !== 'Success') throw new Error(`${command.join(' ')} in ${pod}: ${message}`);
  }

  /** Waits for a condition of the test's own; jest's time limit ends it. */
  async until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
    for (;;) {
      const value = await look();
      if (value !== undefined) return value;
      await delay(100);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.core.deleteNamespace({ name: this.namespace, gracePeriodSeconds: 0 });
    await this.until(async () => {
      const { items } = await this.api.core.listNamespace({ fieldSelector: `metadata.name=${this.namespace}` });
      return items.length === 0 ? true : undefined;
    });
  }
}

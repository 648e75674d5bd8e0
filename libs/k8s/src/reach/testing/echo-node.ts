import type { NodeRef } from '@heddle/runtime';
import type { V1Container, V1ServicePort } from '@kubernetes/client-node';
import { randomUUID } from 'node:crypto';
import type { ClusterApi } from '../../access/cluster-api';
import { deleteNamespace } from '../../access/testing/delete-namespace';
import { CHAIN_LABEL, internalService, namespaceOf, NODE_LABEL } from '../../names';
import { firstReached } from '../probe';
import type { ServiceType } from '../service-type';
import { until } from './until';

const SECURITY = { runAsNonRoot: true, runAsUser: 10_001 };
const REQUESTS = { cpu: '10m', memory: '8Mi' };

const containers: V1Container[] = [
  {
    name: 'echo',
    image: 'busybox:1.36',
    command: ['nc', '-ll', '-p', '7050', '-e', 'cat'],
    ports: [{ name: 'grpc', containerPort: 7050 }],
    readinessProbe: { tcpSocket: { port: 7050 }, periodSeconds: 1 },
    securityContext: SECURITY,
    resources: { requests: REQUESTS },
  },
  {
    name: 'http',
    image: 'busybox:1.36',
    command: ['httpd', '-f', '-p', '8443', '-h', '/bin'],
    ports: [{ name: 'operations', containerPort: 8443 }],
    readinessProbe: { tcpSocket: { port: 8443 }, periodSeconds: 1 },
    securityContext: SECURITY,
    resources: { requests: REQUESTS },
  },
];

/**
 * A chain of one node, as Heddle lays it out: `grpc` echoes, `operations` serves the files of /bin, and behind `closed`
 * nothing listens.
 */
export class EchoNode implements AsyncDisposable {
  readonly ref: NodeRef = { chainId: randomUUID(), name: 'orderer0' };
  readonly namespace = namespaceOf(this.ref.chainId);
  /** What its pod requests: both containers together. */
  readonly requests = { cpu: '20m', memory: '16Mi' };
  readonly #api: ClusterApi;

  private constructor(api: ClusterApi) {
    this.#api = api;
  }

  static async start(api: ClusterApi, type: ServiceType = 'ClusterIP'): Promise<EchoNode> {
    const node = new EchoNode(api);
    await node.#create(type);
    await node.ready();
    return node;
  }

  /** Returns when a pod of the node is ready that is none of the given ones. */
  async ready(...others: readonly string[]): Promise<string> {
    return until(async () => {
      const pods = await this.#pods();
      const ready = pods.find(({ status }) =>
        status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'),
      );
      const uid = ready?.metadata?.uid;
      return uid === undefined || others.includes(uid) ? undefined : uid;
    });
  }

  /** Deletes the pod, as a drained machine does, and returns when another one is ready. */
  async replacePod(): Promise<void> {
    const [pod] = await this.#pods();
    await this.#api.core.deleteNamespacedPod({ namespace: this.namespace, name: `${this.ref.name}-0` });
    await this.ready(pod?.metadata?.uid ?? '');
  }

  async scale(replicas: number): Promise<void> {
    await this.#api.apps.patchNamespacedStatefulSetScale({
      namespace: this.namespace,
      name: this.ref.name,
      body: [{ op: 'replace', path: '/spec/replicas', value: replicas }],
    });
    await until(async () => ((await this.#pods()).length === replicas ? true : undefined));
  }

  /** Assigns its Service the address of a machine, as a load balancer's controller does; kube-proxy then serves it. */
  async balance(): Promise<string> {
    const name = this.ref.name;
    const { items } = await this.#api.core.listNode();
    const addresses = items.flatMap(({ status }) => status?.addresses ?? []);
    const ip = addresses.find(({ type }) => type === 'InternalIP')?.address ?? '';
    await this.#api.core.patchNamespacedServiceStatus({
      namespace: this.namespace,
      name,
      body: [{ op: 'add', path: '/status/loadBalancer', value: { ingress: [{ ip }] } }],
    });
    await until(async () => ((await firstReached([{ host: ip, port: 7050 }])).type === 'proven' ? true : undefined));
    return ip;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await deleteNamespace(this.#api, this.namespace);
  }

  async #pods() {
    return (await this.#api.core.listNamespacedPod({ namespace: this.namespace })).items;
  }

  async #create(type: ServiceType): Promise<void> {
    const { namespace, ref } = this;
    const labels = { [CHAIN_LABEL]: ref.chainId, [NODE_LABEL]: ref.name };
    const metadata = { name: ref.name, labels };
    await this.#api.core.createNamespace({ body: { metadata: { name: namespace, labels } } });
    const service = (name: string, serviceType: ServiceType, ports: V1ServicePort[]) =>
      this.#api.core.createNamespacedService({
        namespace,
        body: { metadata: { name, labels }, spec: { type: serviceType, ports, selector: labels } },
      });
    const others = [
      { name: 'operations', port: 8443 },
      { name: 'closed', port: 9999 },
    ];
    await service(ref.name, type, [{ name: 'grpc', port: 7050, targetPort: 'grpc' }]);
    await service(internalService(ref.name), 'ClusterIP', others);
    await this.#api.apps.createNamespacedStatefulSet({
      namespace,
      body: {
        metadata,
        spec: {
          replicas: 1,
          serviceName: ref.name,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers, terminationGracePeriodSeconds: 0, automountServiceAccountToken: false },
          },
        },
      },
    });
  }
}

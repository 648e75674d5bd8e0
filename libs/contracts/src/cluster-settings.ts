import { z } from 'zod';
import { QUANTITY, quantityOf } from './quantity';

/** How Heddle reaches the nodes of a cluster. `auto` takes the first way that works, in this order. */
export const REACHABILITY = ['auto', 'cluster_dns', 'node_port', 'load_balancer', 'ingress', 'port_forward'] as const;
export const Reachability = z.enum(REACHABILITY);
export type Reachability = z.infer<typeof Reachability>;

const absolutePath = z
  .string()
  .max(400)
  .regex(/^\/[^\0\n]*$/, 'must be an absolute path');
const nfsServer = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/, 'must be a host name or an address');

/**
 * The volume that holds artifacts, packages and chaincode builds, as the cluster's nodes mount it. It is the same
 * folder as the `shared` folder in the data directory of Heddle's API and workers.
 */
export const SharedVolume = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('nfs'), server: nfsServer, path: absolutePath }),
  /** A folder of the node, for one-node clusters. */
  z.strictObject({ type: z.literal('host_path'), path: absolutePath }),
]);
export type SharedVolume = z.infer<typeof SharedVolume>;

/** Kubernetes' name rule for most objects (RFC 1123 subdomain). */
const kubernetesName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'must be a Kubernetes object name');

/** Where ledgers are stored. */
export const LedgerStorage = z.discriminatedUnion('type', [
  /** Claims of a StorageClass; by default the cluster's default class. */
  z.strictObject({ type: z.literal('storage_class'), name: kubernetesName.optional() }),
  /** Folders below a path of the node, for one-node clusters. */
  z.strictObject({ type: z.literal('host_path'), path: absolutePath }),
]);
export type LedgerStorage = z.infer<typeof LedgerStorage>;

/** A container image reference with a tag or digest. Without one, nodes of a chain could run different programs. */
export const ImageReference = z
  .string()
  .max(300)
  .regex(/^[a-z0-9]([\w./:-]*)(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/, 'must be an image with a tag or digest');

/** The Fabric release whose programs nodes run by default. */
export const FABRIC_VERSION = '2.5.9';

export const ClusterImages = z.strictObject({
  peer: ImageReference.default(`hyperledger/fabric-peer:${FABRIC_VERSION}`),
  orderer: ImageReference.default(`hyperledger/fabric-orderer:${FABRIC_VERSION}`),
  /** The images that build and run chaincode, by language. */
  node: ImageReference.default('node:24-slim'),
  go: ImageReference.default('golang:1.26'),
  java: ImageReference.default('maven:3.9-eclipse-temurin-21'),
});
export type ClusterImages = z.infer<typeof ClusterImages>;

const quantity = (what: string) => z.string().regex(QUANTITY, `must be a Kubernetes quantity of ${what}`);
const Cpu = quantity('CPU');
const Bytes = quantity('bytes');

/** Resource requests and limits of a node's pod, as Kubernetes quantities. */
export const PodResources = z
  .strictObject({
    requests: z.strictObject({ cpu: Cpu, memory: Bytes }),
    limits: z.strictObject({ cpu: Cpu.optional(), memory: Bytes }),
  })
  .superRefine(({ requests, limits }, context) => {
    for (const resource of ['cpu', 'memory'] as const) {
      const limit = limits[resource];
      if (limit === undefined || quantityOf(limit) >= quantityOf(requests[resource])) continue;
      context.addIssue({ code: 'custom', path: ['limits', resource], message: 'must not be below what is requested' });
    }
  });
export type PodResources = z.infer<typeof PodResources>;

/** By kind of node. There is no CPU limit by default because throttled raft nodes lose their leader. */
export const DEFAULT_POD_RESOURCES = {
  orderer: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '1Gi' } },
  peer: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '2Gi' } },
  chaincode: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '1Gi' } },
} as const satisfies Record<string, PodResources>;

/**
 * An ingress controller that passes TLS through by server name (SNI). The gRPC ports of orderers and peers are reached
 * through it; their other ports stay inside the cluster.
 */
export const IngressAccess = z.strictObject({
  /** The address at which Heddle reaches the controller. */
  address: z
    .string()
    .max(260)
    .regex(/^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/, 'must be a host and a port'),
  /** By default the cluster's default IngressClass. */
  className: kubernetesName.optional(),
});
export type IngressAccess = z.infer<typeof IngressAccess>;

/** The layout of chains on a cluster. All defaults suit a cluster with a default StorageClass. */
export const ClusterSettings = z
  .strictObject({
    reachability: Reachability.default('auto'),
    shared: SharedVolume,
    ledgers: LedgerStorage.default({ type: 'storage_class' }),
    /** Size of each ledger's claim. */
    ledgerSize: Bytes.default('5Gi'),
    images: ClusterImages.default(ClusterImages.parse({})),
    /**
     * Environment variables of chaincode builds: package mirrors and proxies (`GOPROXY`, `npm_config_registry`,
     * `HTTPS_PROXY`).
     */
    buildEnvironment: z
      .record(
        z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'must be the name of a variable'),
        z.string().max(1_000),
      )
      .default({}),
    /** Address at which NodePorts are reached; by default the node's address. */
    nodePortHost: nfsServer.optional(),
    /** If set, nodes get Ingress objects, and `auto` tries them after load balancers. */
    ingress: IngressAccess.optional(),
  })
  .superRefine(({ reachability, ingress }, context) => {
    if (reachability !== 'ingress' || ingress !== undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['ingress', 'address'],
      message: 'is required to reach nodes through it',
    });
  });
export type ClusterSettings = z.infer<typeof ClusterSettings>;
export type ClusterSettingsInput = z.input<typeof ClusterSettings>;

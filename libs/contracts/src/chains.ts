import { z } from 'zod';
import { ChainSpec } from './chain-spec';
import { ChainWarning } from './chain-warnings';
import { PodResources } from './cluster-settings';
import { Health } from './health/health';
import { ChainId, NodeId } from './ids';
import { MspId } from './names';
import { LogLevel } from './log-level';
import { ActiveOperation, Operation } from './operations';
import { Instant } from './pagination';
import { Runtime } from './runtimes';
import { ChainStatus, NodeStatus } from './status';

export const CHAIN_ACTIONS = ['start', 'stop', 'release', 'delete', 'createChannel'] as const;

export const Chain = z.strictObject({
  id: ChainId,
  name: z.string(),
  description: z.string(),
  runtime: Runtime,
  /** Name of the cluster that the chain runs on; null for local chains. */
  cluster: z.string().nullable(),
  spec: ChainSpec,
  status: ChainStatus,
  health: Health,
  counts: z.strictObject({ organizations: z.int(), orderers: z.int(), peers: z.int(), channels: z.int() }),
  warnings: z.array(ChainWarning),
  allowedActions: z.array(z.enum(CHAIN_ACTIONS)),
  /** The unfinished operation that holds this chain, if any. */
  operationId: z.string().nullable(),
  /** The operation that currently holds it: its own, or one of the whole chain. */
  operation: ActiveOperation.nullable(),
  revision: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Chain = z.infer<typeof Chain>;

/** An accepted change: the current entity and the operation that carries out the change. */
export const acceptedOf = <Entity extends z.ZodType>(entity: Entity) =>
  z.strictObject({ resource: entity, operation: Operation });

/** Releases a chain permanently. The name is typed again to confirm. */
export const ReleaseChain = z.strictObject({
  confirmName: z.string(),
  /** Keeps the volumes with the ledgers on the cluster. */
  keepLedgers: z.boolean().default(false),
});

export const Organization = z.strictObject({
  name: z.string(),
  mspId: MspId,
  domain: z.string(),
  kind: z.enum(['orderer', 'peer']),
  nodes: z.int(),
  caCertificateExpiresAt: Instant.nullable(),
});
export type Organization = z.infer<typeof Organization>;

export const NODE_KINDS = ['orderer', 'peer', 'chaincode'] as const;
export const NodeKind = z.enum(NODE_KINDS);
export type NodeKind = z.infer<typeof NodeKind>;

export const Node = z.strictObject({
  id: NodeId,
  chainId: ChainId,
  name: z.string(),
  kind: NodeKind,
  organization: z.string(),
  mspId: z.string(),
  status: NodeStatus,
  health: Health,
  /** `host:port` by port name (`grpc`, `admin`, `operations`, `chaincode`). */
  addresses: z.record(z.string(), z.string()),
  pid: z.int().nullable(),
  startedAt: Instant.nullable(),
  restarts: z.int(),
  /** Percentage of one core during the last observation. */
  cpuPercent: z.number().nullable(),
  memoryBytes: z.int().nullable(),
  /** Ledger height by channel name. */
  blockHeights: z.record(z.string(), z.int()),
  certificateExpiresAt: Instant.nullable(),
  /** Resource requests and limits of the node's pod; null for the defaults of its kind, and for processes. */
  resources: PodResources.nullable(),
  /** Null while it logs as it was started. */
  logLevel: LogLevel.nullable(),
  revision: z.int(),
});
export type Node = z.infer<typeof Node>;

/** What is measured of a node. `revision` is that of the node when it was measured. */
export const NodeMeasurements = Node.pick({
  id: true,
  revision: true,
  cpuPercent: true,
  memoryBytes: true,
  blockHeights: true,
});
export type NodeMeasurements = z.infer<typeof NodeMeasurements>;

export const ResizeNode = z.strictObject({ resources: PodResources });

/** Log text from byte `offset` on. To follow the log, request it again with `nextOffset`. */
export const LogChunk = z.strictObject({
  text: z.string(),
  offset: z.int(),
  nextOffset: z.int(),
  truncated: z.boolean(),
});
export type LogChunk = z.infer<typeof LogChunk>;
export const LogQuery = z.strictObject({
  /** Byte position to read from; by default the last `tailBytes`. */
  offset: z.coerce.number().int().min(0).optional(),
  tailBytes: z.coerce.number().int().min(1).max(1_048_576).default(65_536),
  /** How long to wait for new text if there is none, in milliseconds. */
  waitMs: z.coerce.number().int().min(0).max(20_000).default(0),
});

export const ChainListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
  search: z.string().max(100).optional(),
  state: z.string().max(40).optional(),
});

export const ArtifactFile = z.strictObject({ path: z.string(), size: z.int(), modifiedAt: Instant });
export type ArtifactFile = z.infer<typeof ArtifactFile>;

/** `path` as in the list of files. */
export const ArtifactFileQuery = z.strictObject({ path: z.string().min(1).max(1_000) });
export const ArtifactText = z.strictObject({
  path: z.string(),
  /** Size of the whole file in bytes. */
  size: z.int(),
  text: z.string(),
  /** Whether `text` is only the beginning of the file. */
  truncated: z.boolean(),
});
export type ArtifactText = z.infer<typeof ArtifactText>;

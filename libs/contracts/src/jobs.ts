import { z } from 'zod';
import { ClusterEvent } from './clusters';
import { ChainId, NodeId, OperationId } from './ids';
import { OperationKind } from './operations';
import { LogChunk, LogQuery } from './chains';
import { LogSpec } from './log-level';

/** BullMQ queue of operations; a job's id is made of the operation's id and its fencing number, so adding twice is a no-op. */
export const OPERATIONS_QUEUE = 'operations';
export const OperationJob = z.strictObject({ operationId: OperationId, kind: OperationKind });
export type OperationJob = z.infer<typeof OperationJob>;

/** BullMQ queue of short queries that only a worker can answer, because the API does not connect to nodes. */
export const INSPECT_QUEUE = 'inspect';
export const InspectJob = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('node.logs'), nodeId: NodeId, query: LogQuery }),
  z.strictObject({ ask: z.literal('chain.events'), chainId: ChainId }),
  /** Null resets the level. */
  z.strictObject({ ask: z.literal('node.log-level'), nodeId: NodeId, spec: LogSpec.nullable() }),
]);
export type InspectJob = z.infer<typeof InspectJob>;
export const InspectAnswer = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('node.logs'), log: LogChunk }),
  z.strictObject({ ask: z.literal('chain.events'), events: z.array(ClusterEvent) }),
  z.strictObject({ ask: z.literal('node.log-level') }),
]);
export type InspectAnswer = z.infer<typeof InspectAnswer>;

/**
 * Redis pub/sub channels: stored events and transient values to every API replica, cancel nudges to every worker.
 * Prefixed by the settings' key prefix.
 */
export const LIVE_CHANNEL = 'live';
export const VALUES_CHANNEL = 'values';
export const CANCEL_CHANNEL = 'cancel';

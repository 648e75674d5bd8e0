import { z } from 'zod';
import type { BlocksAck, BlocksMessage, SubscribeBlocks } from './block-feed';
import type { ChaincodeEventsAck, ChaincodeEventsMessage, SubscribeChaincodeEvents } from './chaincode-event-feed';
import { Chaincode } from './chaincodes';
import { Chain, Node, NodeMeasurements } from './chains';
import { Channel } from './channels';
import type { ErrorCode } from './errors';
import type { ChainId, OperationId } from './ids';
import { Operation, OperationEvent } from './operations';

/** Socket.IO namespace of the live feed; the handshake's `auth.token` is the access token. */
export const LIVE_NAMESPACE = '/live';

/** `operation:<id>`, `chain:<id>`, or `user` (the user's list of chains and operations). */
export type Room = `operation:${OperationId}` | `chain:${ChainId}` | 'user';
export const Room = z
  .string()
  .regex(/^(operation:[0-9a-f-]{36}|chain:[0-9a-f-]{36}|user)$/, 'unknown room')
  .transform((room) => room as Room);

export const operationRoom = (id: OperationId): Room => `operation:${id}`;
export const chainRoom = (id: ChainId): Room => `chain:${id}`;

/**
 * The stored topics: each payload is an event of its room, with a sequence and a history. Entities are sent whole with
 * their revision, so the newest replaces the client's copy; `removed` is a tombstone.
 */
export const StoredPayload = z.discriminatedUnion('topic', [
  z.strictObject({ topic: z.literal('operation.event'), event: OperationEvent }),
  z.strictObject({ topic: z.literal('operation'), operation: Operation }),
  z.strictObject({ topic: z.literal('chain'), chain: Chain }),
  z.strictObject({ topic: z.literal('node'), node: Node }),
  z.strictObject({ topic: z.literal('channel'), channel: Channel }),
  z.strictObject({ topic: z.literal('chaincode'), chaincode: Chaincode }),
  z.strictObject({
    topic: z.literal('removed'),
    entity: z.enum(['chain', 'node', 'channel', 'chaincode']),
    id: z.string(),
    revision: z.int(),
  }),
]);
export type StoredPayload = z.infer<typeof StoredPayload>;

/**
 * The transient topics: each payload is only the newest value of something. It is not stored and has no sequence; a
 * lost one is replaced by the next.
 */
export const TransientPayload = z.discriminatedUnion('topic', [
  z.strictObject({ topic: z.literal('node.measurements'), node: NodeMeasurements }),
]);
export type TransientPayload = z.infer<typeof TransientPayload>;

/** The payload of any topic of a room. */
export type LivePayload = StoredPayload | TransientPayload;

/** What a transient payload is a value of: a newer payload with the same key replaces it. */
export const valueKey = ({ topic, node }: TransientPayload): string => `${topic}:${node.id}`;

/** One event of a room. `seq` increases by one within its room, without gaps. */
export interface LiveEvent {
  room: Room;
  seq: number;
  at: string;
  payload: StoredPayload;
}

/** The newest values of a room, at most one for each key. */
export const LiveValues = z.strictObject({ room: Room, values: z.array(TransientPayload) });
export type LiveValues = z.infer<typeof LiveValues>;

/** `since`: the last sequence that the client has; omit it to start with the next event. */
export const Subscribe = z.strictObject({ room: Room, since: z.int().min(0).optional() });
export type Subscribe = z.input<typeof Subscribe>;

export type SubscribeAck =
  { ok: true; room: Room; lastSeq: number } | { ok: false; room: string; code: ErrorCode; message: string };

/** The history before `firstSeq` was deleted: load a new snapshot. */
export interface LiveGap {
  room: Room;
  firstSeq: number;
}

/** Socket.IO event maps of both ends. */
export interface ServerToClient {
  event: (event: LiveEvent) => void;
  gap: (gap: LiveGap) => void;
  values: (message: LiveValues) => void;
  chaincodeEvents: (message: ChaincodeEventsMessage) => void;
  blocks: (message: BlocksMessage) => void;
}
export interface ClientToServer {
  subscribe: (request: Subscribe, ack: (answer: SubscribeAck) => void) => void;
  unsubscribe: (request: { room: string }, ack?: () => void) => void;
  subscribeChaincodeEvents: (
    request: z.input<typeof SubscribeChaincodeEvents>,
    ack: (answer: ChaincodeEventsAck) => void,
  ) => void;
  unsubscribeChaincodeEvents: (request: { subscription: string }, ack?: () => void) => void;
  subscribeBlocks: (request: z.input<typeof SubscribeBlocks>, ack: (answer: BlocksAck) => void) => void;
  unsubscribeBlocks: (request: { channelId: string }, ack?: () => void) => void;
}

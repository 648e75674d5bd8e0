import { z } from 'zod';
import { OperationError } from './errors';
import { ChainId, ChaincodeId, ChannelId, DefinitionId, NodeId, OperationId } from './ids';
import { OrganizationName } from './names';
import { Instant, PageQuery } from './pagination';
import { ChaincodeStatus } from './status';

/** How a peer gets the ledger of a channel: all blocks from the first one, or the state of another peer. */
export const LEDGER_SOURCES = ['genesis', 'snapshot'] as const;
export const LedgerSource = z.enum(LEDGER_SOURCES);
export type LedgerSource = z.infer<typeof LedgerSource>;

const chaincodeIds = { chainId: ChainId, channelId: ChannelId, chaincodeId: ChaincodeId };

const inChannels = z.array(z.strictObject({ channelId: ChannelId }));
const joinedFrom = z.array(z.strictObject({ channelId: ChannelId, from: LedgerSource }));
/** `node` is its name, and `channels` are those that it belongs to. */
const changedNode = { chainId: ChainId, node: z.string(), channels: inChannels };
const newNode = { chainId: ChainId, organization: OrganizationName, ordinal: z.int().min(0), node: z.string() };

/** Input of each kind of operation: only ids, so neither the queue nor the log ever contains a secret. */
export const OPERATION_INPUTS = {
  'chain.create': z.strictObject({ chainId: ChainId }),
  'chain.start': z.strictObject({ chainId: ChainId }),
  'chain.stop': z.strictObject({ chainId: ChainId }),
  'chain.release': z.strictObject({ chainId: ChainId, keepLedgers: z.boolean().default(false) }),
  'node.restart': z.strictObject({ chainId: ChainId, nodeId: NodeId }),
  'node.resize': z.strictObject({ chainId: ChainId, nodeId: NodeId }),
  'peer.add': z.strictObject({ ...newNode, channels: joinedFrom }),
  'peer.remove': z.strictObject({ ...changedNode, organization: OrganizationName }),
  'orderer.add': z.strictObject({ ...newNode, channels: inChannels }),
  'orderer.remove': z.strictObject({ ...changedNode }),
  'peer.recreate': z.strictObject({ ...changedNode, organization: OrganizationName, channels: joinedFrom }),
  'orderer.recreate': z.strictObject({ ...changedNode }),
  'node.stop': z.strictObject({ chainId: ChainId, node: z.string() }),
  'node.start': z.strictObject({ chainId: ChainId, node: z.string() }),
  'chain.restart': z.strictObject({ chainId: ChainId }),
  'channel.create': z.strictObject({ chainId: ChainId, channelId: ChannelId }),
  'chaincode.deploy': z.strictObject({
    chainId: ChainId,
    channelId: ChannelId,
    chaincodeId: ChaincodeId,
    definitionId: DefinitionId,
  }),
  'chaincode.upgrade': z.strictObject({
    chainId: ChainId,
    channelId: ChannelId,
    chaincodeId: ChaincodeId,
    definitionId: DefinitionId,
    /** State of the chaincode while the new definition is not committed. */
    before: ChaincodeStatus.pick({ state: true, reason: true }).optional(),
  }),
  'chaincode.stop': z.strictObject(chaincodeIds),
  'chaincode.start': z.strictObject(chaincodeIds),
  'chaincode.remove': z.strictObject(chaincodeIds),
} as const;

export type OperationKind = keyof typeof OPERATION_INPUTS;
export const OPERATION_KINDS = Object.keys(OPERATION_INPUTS) as [OperationKind, ...OperationKind[]];
export const OperationKind = z.enum(OPERATION_KINDS);
export type OperationInput<Kind extends OperationKind> = z.infer<(typeof OPERATION_INPUTS)[Kind]>;

export const OPERATION_STATES = [
  'queued',
  'running',
  'retrying',
  'cancelling',
  'rolling_back',
  'succeeded',
  'failed',
  'cancelled',
  'rolled_back',
] as const;
export const OperationState = z.enum(OPERATION_STATES);
export type OperationState = z.infer<typeof OperationState>;

/** States in which an operation holds its scope and a worker continues it. */
export const UNFINISHED_STATES = ['queued', 'running', 'retrying', 'cancelling', 'rolling_back'] as const;

export const STEP_STATES = ['pending', 'running', 'retrying', 'succeeded', 'failed', 'cancelled', 'undone'] as const;
export const StepState = z.enum(STEP_STATES);
export type StepState = z.infer<typeof StepState>;

export const OperationStep = z.strictObject({
  name: z.string(),
  weight: z.number(),
  state: StepState,
  attempts: z.int(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
});
export type OperationStep = z.infer<typeof OperationStep>;

export const OPERATION_ACTIONS = ['cancel', 'retry', 'rollback'] as const;

/** The scope that an operation locks: a chain with all its parts, or one of its channels. */
export const chainScope = (id: ChainId): string => `chain:${id}`;
export const channelScope = (id: ChannelId): string => `channel:${id}`;

/** The unfinished operation that locks a scope. Until it ends, conflicting operations are rejected. */
export const ActiveOperation = z.strictObject({
  id: OperationId,
  kind: OperationKind,
  /** `chain:<id>` or `channel:<id>` */
  scope: z.string(),
  sequence: z.int(),
  since: Instant,
});
export type ActiveOperation = z.infer<typeof ActiveOperation>;

export const Operation = z.strictObject({
  id: OperationId,
  /** Increases with each operation of the chain. */
  sequence: z.int(),
  kind: OperationKind,
  chainId: ChainId,
  /** Name of the operation's subject, for lists: `supply-chain`, `supply-chain/orders`. */
  subject: z.string(),
  state: OperationState,
  /** 0 to 1, by the weights of the steps. */
  progress: z.number().min(0).max(1),
  steps: z.array(OperationStep),
  error: OperationError.nullable(),
  requestedBy: z.string(),
  cancelledBy: z.string().nullable(),
  /** Number of manual retries. */
  attempt: z.int(),
  allowedActions: z.array(z.enum(OPERATION_ACTIONS)),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  /** Sequence of the last event that this snapshot includes. */
  asOfSeq: z.int(),
});
export type Operation = z.infer<typeof Operation>;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** One event of an operation. It is self-contained: the newest event holds the current state. */
export const OperationEvent = z.strictObject({
  operationId: OperationId,
  seq: z.int().min(1),
  at: Instant,
  level: z.enum(LOG_LEVELS),
  step: z.string().nullable(),
  stepState: StepState.nullable(),
  message: z.string(),
  progress: z.number().min(0).max(1),
  state: OperationState,
});
export type OperationEvent = z.infer<typeof OperationEvent>;

export const OperationListQuery = PageQuery.extend({
  chainId: ChainId.optional(),
  state: OperationState.optional(),
  kind: OperationKind.optional(),
});
export const OperationEventsQuery = z.strictObject({
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
});

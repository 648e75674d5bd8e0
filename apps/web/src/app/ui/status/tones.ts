import type {
  ChainState,
  ChaincodeState,
  ChannelNodeState,
  ChannelState,
  ClusterState,
  NodeState,
  OperationState,
  StepState,
} from '@heddle/contracts';

export type Tone = 'ok' | 'busy' | 'warn' | 'bad' | 'idle' | 'unknown';

/** The tone of every state of every kind of thing; a state that is added later fails to compile here. */
export const TONES = {
  chain: {
    defined: 'idle',
    provisioning: 'busy',
    running: 'ok',
    degraded: 'warn',
    updating: 'busy',
    stopped: 'idle',
    failed: 'bad',
    releasing: 'busy',
    released: 'idle',
    unreachable: 'unknown',
  } satisfies Record<ChainState, Tone>,
  node: {
    defined: 'idle',
    starting: 'busy',
    running: 'ok',
    unready: 'warn',
    crashed: 'bad',
    stopping: 'busy',
    stopped: 'idle',
    unreachable: 'unknown',
  } satisfies Record<NodeState, Tone>,
  channel: {
    creating: 'busy',
    active: 'ok',
    degraded: 'warn',
    partly_joined: 'warn',
    no_quorum: 'bad',
    stopped: 'idle',
    failed: 'bad',
    unreachable: 'unknown',
  } satisfies Record<ChannelState, Tone>,
  /** An orderer or a peer in a channel. */
  channelNode: {
    joining: 'busy',
    joined: 'ok',
    leaving: 'busy',
  } satisfies Record<ChannelNodeState, Tone>,
  chaincode: {
    deploying: 'busy',
    active: 'ok',
    upgrading: 'busy',
    degraded: 'warn',
    unavailable: 'bad',
    stopped: 'idle',
    removing: 'busy',
    failed: 'bad',
  } satisfies Record<ChaincodeState, Tone>,
  cluster: {
    reachable: 'ok',
    limited: 'warn',
    unreachable: 'unknown',
  } satisfies Record<ClusterState, Tone>,
  operation: {
    queued: 'idle',
    running: 'busy',
    retrying: 'busy',
    cancelling: 'busy',
    rolling_back: 'busy',
    succeeded: 'ok',
    failed: 'bad',
    cancelled: 'idle',
    rolled_back: 'warn',
  } satisfies Record<OperationState, Tone>,
  step: {
    pending: 'idle',
    running: 'busy',
    retrying: 'busy',
    succeeded: 'ok',
    failed: 'bad',
    cancelled: 'idle',
    undone: 'warn',
  } satisfies Record<StepState, Tone>,
} as const;
export type StatusKind = keyof typeof TONES;

export function toneOf(kind: StatusKind, state: string): Tone {
  return (TONES[kind] as Readonly<Record<string, Tone>>)[state] ?? 'unknown';
}

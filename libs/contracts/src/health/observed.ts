import type { NodeKind } from '../chains';
import type { ChannelNodes } from '../channels';
import type { ChaincodeState, ChainState, ChannelState, NodeState } from '../status';

interface Observed<State extends string> {
  readonly name: string;
  readonly state: State;
  /** The message of the runtime or the operation. */
  readonly stateReason: string | null;
}

export interface ObservedNode extends Observed<NodeState> {
  readonly kind: NodeKind;
  readonly organization: string;
  /** Ledger height by channel name; empty if not measured. */
  readonly blockHeights: Readonly<Record<string, number>>;
  /** Names of the channels that it has joined and has no ledger of; null for none. */
  readonly lostLedgers: readonly string[] | null;
}

export type ObservedChain = Observed<ChainState>;

/** Observations of a channel over a bounded time. */
export interface ChannelObservation {
  /** Name of its leader, if it is known. */
  readonly leader: string | null;
  /** Whether a majority of the orderers ran and none of them led for longer than an election takes. */
  readonly leaderless: boolean;
  /** Blocks that a peer is behind, by its name: it has not reached the height that another member had 30 s before. */
  readonly behind: Readonly<Record<string, number>>;
}

export interface ObservedChannel extends Observed<ChannelState> {
  readonly nodes: ChannelNodes;
  /** Null before the first observation. */
  readonly observed: ChannelObservation | null;
}

export interface ObservedChaincode extends Observed<ChaincodeState> {
  readonly committedDefinitionId: string | null;
}

/** States in which no node of a chain should run. */
export const isAtRest = ({ state }: ObservedChain): boolean =>
  state === 'stopped' || state === 'releasing' || state === 'released';

import type { NodeKind } from '../chains';
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
}

export type ObservedChain = Observed<ChainState>;

export interface ObservedChannel extends Observed<ChannelState> {
  /** Names of the organizations whose peers join. */
  readonly organizations: readonly string[];
}

export interface ObservedChaincode extends Observed<ChaincodeState> {
  readonly committedDefinitionId: string | null;
}

/** States in which no node of a chain should run. */
export const isAtRest = ({ state }: ObservedChain): boolean =>
  state === 'stopped' || state === 'releasing' || state === 'released';

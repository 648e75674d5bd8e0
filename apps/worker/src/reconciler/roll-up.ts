import type { ChainState, NodeKind, NodeState } from '@heddle/contracts';

export interface SeenNode {
  readonly name: string;
  readonly kind: NodeKind;
  readonly state: NodeState;
  readonly stateReason: string | null;
}

/** Channels by the name of the orderer that should order them and has no ledger of them. */
export type LostChannels = ReadonlyMap<string, readonly string[]>;

/**
 * A chain is as well as its worst node; the reason names those that are not well. A chaincode server that is held down
 * without a reason belongs to a deployment that failed: the chain is none the worse for it.
 */
export function rollUp(
  nodes: readonly SeenNode[],
  lost: LostChannels = new Map(),
): { state: ChainState; reason: string | null } {
  const wanted = nodes.filter((node) => !isLeftOver(node));
  const unwell = wanted.filter(({ state }) => state !== 'running');
  const reasons = [...unwell.map(sentence), ...[...lost].map(sentenceOfLoss)];
  if (reasons.length === 0) return { state: 'running', reason: null };
  return { state: wanted.length === unwell.length ? 'unreachable' : 'degraded', reason: reasons.join('; ') };
}

const isLeftOver = ({ kind, state, stateReason }: SeenNode): boolean =>
  kind === 'chaincode' && state === 'stopped' && stateReason === null;

function sentence({ name, state, stateReason }: SeenNode): string {
  return stateReason === null ? `${name} is ${state}` : `${name} is ${state} (${stateReason})`;
}

function sentenceOfLoss([name, channels]: readonly [string, readonly string[]]): string {
  return `${name} has lost its ledger of ${channels.join(', ')}: stop and start the chain, then it joins again`;
}

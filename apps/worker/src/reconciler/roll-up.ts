import type { ChainState, NodeKind, NodeState } from '@heddle/contracts';

export interface SeenNode {
  readonly name: string;
  readonly kind: NodeKind;
  readonly state: NodeState;
  readonly stateReason: string | null;
}

/**
 * A chain is as well as its worst node; the reason names those that are not well. A chaincode server that is held down
 * without a reason belongs to a deployment that failed: the chain is none the worse for it.
 */
export function rollUp(nodes: readonly SeenNode[]): { state: ChainState; reason: string | null } {
  const wanted = nodes.filter((node) => !isLeftOver(node));
  const unwell = wanted.filter(({ state }) => state !== 'running');
  if (unwell.length === 0) return { state: 'running', reason: null };
  const reason = unwell.map(sentence).join('; ');
  return { state: wanted.length === unwell.length ? 'unreachable' : 'degraded', reason };
}

const isLeftOver = ({ kind, state, stateReason }: SeenNode): boolean =>
  kind === 'chaincode' && state === 'stopped' && stateReason === null;

function sentence({ name, state, stateReason }: SeenNode): string {
  return stateReason === null ? `${name} is ${state}` : `${name} is ${state} (${stateReason})`;
}

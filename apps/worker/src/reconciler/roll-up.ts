import type { ChainState, NodeState } from '@heddle/contracts';

export interface SeenNode {
  readonly name: string;
  readonly state: NodeState;
  readonly stateReason: string | null;
}

/** A chain is as well as its worst node; the reason names those that are not well. */
export function rollUp(nodes: readonly SeenNode[]): { state: ChainState; reason: string | null } {
  const unwell = nodes.filter(({ state }) => state !== 'running');
  if (unwell.length === 0) return { state: 'running', reason: null };
  const reason = unwell.map(({ name, state, stateReason }) => `${name} is ${stateReason ?? state}`).join('; ');
  return { state: nodes.length === unwell.length ? 'unreachable' : 'degraded', reason };
}

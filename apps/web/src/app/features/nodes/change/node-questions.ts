import type { Node } from '@heddle/contracts';
import type { ChangeQuestion } from '../../../ui/change/change.dialog';

/** A node of a chain that can be changed by itself: chaincode servers follow their chaincode. */
export interface ChangeableNode extends Pick<Node, 'chainId' | 'name'> {
  readonly kind: Exclude<Node['kind'], 'chaincode'>;
}

/** Asks before a node stops; it keeps its ledger. */
export function stopQuestion({ chainId, name }: ChangeableNode): ChangeQuestion {
  return {
    chainId,
    change: { kind: 'node.stop', node: name },
    title: 'nodes.stopTitle',
    text: 'nodes.stopText',
    action: 'nodes.stop',
    params: { name },
    destructive: false,
  };
}

export function startQuestion({ chainId, name }: ChangeableNode): ChangeQuestion {
  return {
    chainId,
    change: { kind: 'node.start', node: name },
    title: 'nodes.startTitle',
    text: 'nodes.startText',
    action: 'nodes.start',
    params: { name },
    destructive: false,
  };
}

/** Asks before the ledger of a node is deleted to be got again from the others. */
export function recreateQuestion({ chainId, kind, name }: ChangeableNode): ChangeQuestion {
  return {
    chainId,
    change: { kind: `${kind}.recreate`, node: name },
    title: 'nodes.recreateTitle',
    text: 'nodes.recreateText',
    action: 'nodes.recreateAction',
    params: { name },
    destructive: true,
  };
}

/** Asks before a node goes with its ledger, keys and certificates. */
export function removeQuestion({ chainId, kind, name }: ChangeableNode): ChangeQuestion {
  return {
    chainId,
    change: { kind: `${kind}.remove`, node: name },
    title: 'nodes.removeTitle',
    text: 'nodes.removeText',
    action: 'nodes.removeAction',
    params: { name },
    destructive: true,
  };
}

/** Asks before a node restarts, which may also be a chaincode server. */
export function restartQuestion({ chainId, name }: Pick<Node, 'chainId' | 'name'>): ChangeQuestion {
  return {
    chainId,
    change: { kind: 'node.restart', node: name },
    title: 'nodes.restartTitle',
    text: 'nodes.restartText',
    action: 'nodes.restart',
    params: { name },
    destructive: false,
  };
}

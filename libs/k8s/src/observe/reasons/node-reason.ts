import type { ErrorCode, NodeState } from '@heddle/contracts';

export type ReasonCode = Extract<
  ErrorCode,
  | 'image_unavailable'
  | 'unschedulable'
  | 'quota_exceeded'
  | 'volume_pending'
  | 'volume_unavailable'
  | 'node_failed'
  | 'chaincode_crashed'
  | 'node_not_ready'
>;

/**
 * Whether waiting may help: `hopeful` while progress is normal, `doubtful` when it seldom helps (ends after some
 * patience), `hopeless` when Kubernetes has retried often enough.
 */
export type Outlook = 'hopeful' | 'doubtful' | 'hopeless';

/** The state of a node and its reason. */
export type NodeReason = { readonly state: NodeState; readonly code: null; readonly sentence: string | null } | Trouble;

/** Something that keeps a node from serving. */
export interface Trouble {
  readonly state: NodeState;
  readonly code: ReasonCode;
  /** For users: `Image hyperledger/fabric-peer:9 cannot be pulled (not found).` */
  readonly sentence: string;
  readonly outlook: Outlook;
}

/** A sentence on one line that ends with a full stop: messages of Kubernetes have neither. */
export function sentenceOf(text: string): string {
  const line = text.trim().replaceAll(/\s*\n\s*/g, '; ');
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** The sentence as it follows a node's name: `peer0-org1: image x cannot be pulled (not found)`. */
export function afterName(name: string, sentence: string): string {
  const clause = sentence.replace(/\.$/, '');
  const isAcronym = /^[A-Z]{2}/.test(clause);
  return `${name}: ${isAcronym ? clause : clause.charAt(0).toLowerCase() + clause.slice(1)}`;
}

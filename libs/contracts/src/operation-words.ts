import type { OperationKind } from './operations';

const WORDS: Readonly<Record<OperationKind, readonly [what: string, participle: string]>> = {
  'chain.create': ['Chain', 'created'],
  'chain.start': ['Chain', 'started'],
  'chain.stop': ['Chain', 'stopped'],
  'chain.release': ['Chain', 'released'],
  'node.restart': ['Node', 'restarted'],
  'node.resize': ['Node', 'resized'],
  'peer.add': ['Peer', 'added'],
  'peer.remove': ['Peer', 'removed'],
  'orderer.add': ['Orderer', 'added'],
  'orderer.remove': ['Orderer', 'removed'],
  'peer.recreate': ['Peer', 'recreated'],
  'orderer.recreate': ['Orderer', 'recreated'],
  'node.stop': ['Node', 'stopped'],
  'node.start': ['Node', 'started'],
  'chain.restart': ['Chain', 'restarted'],
  'channel.create': ['Channel', 'created'],
  'chaincode.deploy': ['Chaincode', 'deployed'],
  'chaincode.upgrade': ['Chaincode', 'upgraded'],
  'chaincode.stop': ['Chaincode', 'stopped'],
  'chaincode.start': ['Chaincode', 'started'],
  'chaincode.remove': ['Chaincode', 'removed'],
};

/** Describes an unfinished operation: `Chain acme is being started by operation #12`. */
export function workInWords({
  kind,
  subject,
  sequence,
}: {
  kind: OperationKind;
  subject: string;
  sequence: number;
}): string {
  const [what, participle] = WORDS[kind];
  return `${what} ${subject} is being ${participle} by operation #${String(sequence)}`;
}

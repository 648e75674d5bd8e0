import { NODE_KINDS, type Node } from '@heddle/contracts';

const names = new Intl.Collator('en', { numeric: true });

/** Orderers, then peers, then chaincode servers, each by name: rows keep their place whatever happens to a node. */
export function inOrder(nodes: readonly Node[]): Node[] {
  return nodes.toSorted(
    (a, b) => NODE_KINDS.indexOf(a.kind) - NODE_KINDS.indexOf(b.kind) || names.compare(a.name, b.name),
  );
}

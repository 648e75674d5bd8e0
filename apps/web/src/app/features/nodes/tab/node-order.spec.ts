import type { Node, NodeKind } from '@heddle/contracts';
import { inOrder } from './node-order';

const node = (kind: NodeKind, name: string) => ({ kind, name }) as Node;

describe('the order of nodes', () => {
  it('is orderers, peers, chaincode servers, and numbers in names count as numbers', () => {
    const nodes = [node('chaincode', 'a'), node('peer', 'peer10'), node('orderer', 'o'), node('peer', 'peer2')];
    expect(inOrder(nodes).map(({ name }) => name)).toEqual(['o', 'peer2', 'peer10', 'a']);
  });
});

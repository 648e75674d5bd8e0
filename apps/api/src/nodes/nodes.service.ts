import { Injectable } from '@nestjs/common';
import type { ChainId, Node, NodeId, Page } from '@heddle/contracts';
import { RowNotFoundError, toNode, type NodeEntity, type Store } from '@heddle/data';
import { assertRunning } from '../chains/chain-rules';
import type { Principal } from '../http/request';
import { Acceptance, type Accepted } from '../requests/acceptance';
import { Resources } from '../resources';

export interface NodeKey {
  readonly chainId: ChainId;
  readonly nodeId: NodeId;
}

/** @throws RowNotFoundError also for a node of another chain */
export async function findNode(store: Store, { chainId, nodeId }: NodeKey): Promise<NodeEntity> {
  const node = await store.nodes.get(nodeId);
  if (node.chainId !== chainId) throw new RowNotFoundError('node', nodeId);
  return node;
}

@Injectable()
export class NodesService {
  constructor(
    private readonly resources: Resources,
    private readonly acceptance: Acceptance,
  ) {}

  async list(chainId: ChainId): Promise<Page<Node>> {
    const { store } = this.resources.database;
    await store.chains.get(chainId);
    return { items: (await store.nodes.ofChain(chainId)).map(toNode), nextCursor: null };
  }

  async get(key: NodeKey): Promise<Node> {
    return toNode(await findNode(this.resources.database.store, key));
  }

  /** @throws ScopeBusyError, ApiError `invalid_state` */
  restart({ chainId, nodeId }: NodeKey, caller: Principal): Promise<Accepted<Node>> {
    return this.acceptance.accept(async ({ store, request }) => {
      const chain = await store.chains.get(chainId);
      const node = await findNode(store, { chainId, nodeId });
      assertRunning(chain);
      const operation = await request({
        kind: 'node.restart',
        input: { chainId, nodeId },
        chainId,
        scope: `chain:${chainId}`,
        subject: `${chain.name}/${node.name}`,
        requestedBy: caller.username,
      });
      return { operation, view: () => Promise.resolve(toNode(node)) };
    });
  }
}

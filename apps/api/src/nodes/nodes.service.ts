import { Injectable } from '@nestjs/common';
import { type api, type ChainId, type InputOf, type Node, type NodeId, type Page } from '@heddle/contracts';
import { RowNotFoundError, toNode, type NodeEntity, type Store } from '@heddle/data';
import { requestChange } from '../changes/plan-change';
import { UNREAD_POLICIES, type ChangeOf } from '../changes/planned-change';
import type { Principal } from '../http/request';
import { Acceptance, type Accepted } from '../requests/acceptance';
import { Messaging } from '../requests/messaging';
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
    private readonly messaging: Messaging,
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
  restart(key: NodeKey, caller: Principal): Promise<Accepted<Node>> {
    return this.#change(key, caller, ({ name: node }) => ({ kind: 'node.restart', node }));
  }

  /** @throws ScopeBusyError, ApiError `invalid_state`, also if nodes share their machine's resources */
  resize({ params, body }: InputOf<typeof api.nodes.resize>, caller: Principal): Promise<Accepted<Node>> {
    return this.#change(params, caller, ({ name: node }) => ({ kind: 'node.resize', node, ...body }));
  }

  #change(
    { chainId, nodeId }: NodeKey,
    caller: Principal,
    changeOf: (node: NodeEntity) => ChangeOf<'node.restart' | 'node.resize'>,
  ): Promise<Accepted<Node>> {
    return this.acceptance.accept(async (accepting) => {
      const { store } = accepting;
      const chain = await store.chains.get(chainId);
      const change = changeOf(await findNode(store, { chainId, nodeId }));
      const operation = await requestChange(accepting, { chain, change, policiesOf: UNREAD_POLICIES, caller });
      const node = toNode(await store.nodes.get(nodeId));
      return {
        operation,
        view: async () => {
          await this.messaging.live.announce(store, chainId, { topic: 'node', node });
          return node;
        },
      };
    });
  }
}

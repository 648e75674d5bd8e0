import { Injectable } from '@nestjs/common';
import { chainScope, type api, type ChainId, type InputOf, type Node, type NodeId, type Page } from '@heddle/contracts';
import { RowNotFoundError, toNode, type ChainEntity, type NodeEntity, type Store } from '@heddle/data';
import { assertStarted } from '../chains/chain-rules';
import { ApiError } from '../errors/api-error';
import type { Principal } from '../http/request';
import { Acceptance, type Accepted } from '../requests/acceptance';
import { announce } from '../requests/announce';
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
  restart({ chainId, nodeId }: NodeKey, caller: Principal): Promise<Accepted<Node>> {
    return this.acceptance.accept(async ({ store, request }) => {
      const chain = await store.chains.get(chainId);
      const node = await findNode(store, { chainId, nodeId });
      assertStarted(chain);
      assertNotHeldDown(node);
      const operation = await request({
        kind: 'node.restart',
        input: { chainId, nodeId },
        chainId,
        scope: chainScope(chainId),
        subject: `${chain.name}/${node.name}`,
        requestedBy: caller.username,
      });
      return { operation, view: () => Promise.resolve(toNode(node)) };
    });
  }

  /** @throws ScopeBusyError, ApiError `invalid_state`, also if nodes share their machine's resources */
  resize(
    { params: { chainId, nodeId }, body: { resources } }: InputOf<typeof api.nodes.resize>,
    caller: Principal,
  ): Promise<Accepted<Node>> {
    return this.acceptance.accept(async ({ store, request }) => {
      const chain = await store.chains.get(chainId);
      const { name } = await findNode(store, { chainId, nodeId });
      assertResizable(chain);
      assertStarted(chain);
      const operation = await request({
        kind: 'node.resize',
        input: { chainId, nodeId },
        chainId,
        scope: chainScope(chainId),
        subject: `${chain.name}/${name}`,
        requestedBy: caller.username,
      });
      const node = toNode(await store.nodes.update(nodeId, { resources }));
      return {
        operation,
        view: async () => {
          await announce(store, this.messaging.live, { chainId, payload: { topic: 'node', node } });
          return node;
        },
      };
    });
  }
}

/** The reconciler would stop a server without a purpose again at once. */
function assertNotHeldDown({ name, kind, desired }: NodeEntity): void {
  if (kind !== 'chaincode' || desired === 'running') return;
  throw new ApiError('invalid_state', `${name} stays stopped: its chaincode is stopped, or its deployment failed.`, {
    remedy: 'Start the chaincode, or retry its deployment.',
  });
}

function assertResizable({ name, runtime }: ChainEntity): void {
  if (runtime === 'kubernetes') return;
  throw new ApiError('invalid_state', `The nodes of chain ${name} are processes and share their machine's resources.`, {
    remedy: 'Only nodes of chains on a cluster have their own resources.',
  });
}

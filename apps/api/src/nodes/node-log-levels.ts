import { Injectable } from '@nestjs/common';
import type { api, InputOf, Node } from '@heddle/contracts';
import { toNode, type NodeEntity } from '@heddle/data';
import { ApiError } from '../errors/api-error';
import { Inspection } from '../requests/inspection';
import { Messaging } from '../requests/messaging';
import { Resources } from '../resources';
import { findNode, type NodeKey } from './nodes.service';

/** Log levels of nodes that run. A worker sets them, and resets them when their time is over. */
@Injectable()
export class NodeLogLevels {
  constructor(
    private readonly resources: Resources,
    private readonly inspection: Inspection,
    private readonly messaging: Messaging,
  ) {}

  /** @throws RowNotFoundError, ApiError `invalid_state`, InspectError with the node's answer */
  async set({ params, body: { spec, minutes } }: InputOf<typeof api.nodes.setLogLevel>): Promise<Node> {
    const node = await this.#running(params);
    const now = Date.now();
    const until = new Date(now + minutes * 60_000).toISOString();
    // Stored first, so that it is reset even if this process ends in between.
    const changed = await this.#store(node, { spec, until, since: new Date(now).toISOString() });
    try {
      await this.inspection.ask<'node.log-level'>({ ask: 'node.log-level', nodeId: node.id, spec });
      return toNode(changed);
    } catch (error) {
      await this.#store(node, node.logLevel);
      throw error;
    }
  }

  /** @throws as {@link set} */
  async reset(key: NodeKey): Promise<Node> {
    const node = await this.#running(key);
    await this.inspection.ask<'node.log-level'>({ ask: 'node.log-level', nodeId: node.id, spec: null });
    return toNode(await this.#store(node, null));
  }

  /** Also a node that is not ready, whose log is wanted most. */
  async #running(key: NodeKey): Promise<NodeEntity> {
    const node = await findNode(this.resources.database.store, key);
    if (node.kind === 'chaincode') {
      throw new ApiError('invalid_state', `${node.name} is a chaincode server and has no log level.`, {
        remedy: 'Only orderers and peers have one.',
      });
    }
    if (node.state === 'running' || node.state === 'unready') return node;
    throw new ApiError('invalid_state', `${node.name} is ${node.state}.`, { remedy: 'Start it first.' });
  }

  #store({ id, chainId }: NodeEntity, logLevel: NodeEntity['logLevel']): Promise<NodeEntity> {
    return this.resources.database.transaction(async (store) => {
      const row = await store.nodes.update(id, { logLevel });
      await this.messaging.live.announce(store, chainId, { topic: 'node', node: toNode(row) });
      return row;
    });
  }
}

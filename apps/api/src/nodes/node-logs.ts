import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { api, LogChunk, QueryOf } from '@heddle/contracts';
import { InspectClient } from '@heddle/queue';
import { Resources } from '../resources';
import { findNode, type NodeKey } from './nodes.service';

/** How long a worker may take to answer on top of what the caller wants to wait, in milliseconds. */
const ANSWER_MS = 10_000;

/** Logs lie where the nodes run, so a worker reads them. */
@Injectable()
export class NodeLogs implements OnApplicationShutdown {
  #client: InspectClient | undefined;

  constructor(private readonly resources: Resources) {}

  /** @throws RowNotFoundError, InspectError when no worker answers */
  async read(key: NodeKey, query: QueryOf<typeof api.nodes.logs>): Promise<LogChunk> {
    const { id: nodeId } = await findNode(this.resources.database.store, key);
    this.#client ??= new InspectClient(this.resources.settings.redis, this.resources.log);
    const answer = await this.#client.ask<'node.logs'>({ ask: 'node.logs', nodeId, query }, query.waitMs + ANSWER_MS);
    return answer.log;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#client?.close();
  }
}

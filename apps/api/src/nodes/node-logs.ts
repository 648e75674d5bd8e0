import { Injectable } from '@nestjs/common';
import type { api, LogChunk, QueryOf } from '@heddle/contracts';
import { Inspection } from '../requests/inspection';
import { Resources } from '../resources';
import { findNode, type NodeKey } from './nodes.service';

/** Logs lie where the nodes run, so a worker reads them. */
@Injectable()
export class NodeLogs {
  constructor(
    private readonly resources: Resources,
    private readonly inspection: Inspection,
  ) {}

  /** @throws RowNotFoundError, InspectError when no worker answers */
  async read(key: NodeKey, query: QueryOf<typeof api.nodes.logs>): Promise<LogChunk> {
    const { id: nodeId } = await findNode(this.resources.database.store, key);
    const { log } = await this.inspection.ask<'node.logs'>({ ask: 'node.logs', nodeId, query }, query.waitMs);
    return log;
  }
}

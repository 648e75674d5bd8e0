import { Injectable } from '@nestjs/common';
import type { api, LogChunk, QueryOf } from '@heddle/contracts';
import { Inspection } from '../requests/inspection';
import { Resources } from '../resources';
import { findNode, type NodeKey } from './nodes.service';

const TAIL_BYTES = 16_384;
const TAIL_PATIENCE_MS = 2_000;

/** Logs are stored where the nodes run, so a worker reads them. */
@Injectable()
export class NodeLogs {
  constructor(
    private readonly resources: Resources,
    private readonly inspection: Inspection,
  ) {}

  /** @throws RowNotFoundError, InspectError if no worker answers */
  async read(key: NodeKey, query: QueryOf<typeof api.nodes.logs>): Promise<LogChunk> {
    const { id: nodeId } = await findNode(this.resources.database.store, key);
    const { log } = await this.inspection.ask<'node.logs'>({ ask: 'node.logs', nodeId, query }, query.waitMs);
    return log;
  }

  /** The end of a log for an immediate answer, read with a short time limit. */
  async tail({ nodeId }: NodeKey): Promise<string> {
    const query = { tailBytes: TAIL_BYTES, waitMs: 0 };
    const { log } = await this.inspection.ask<'node.logs'>({ ask: 'node.logs', nodeId, query }, 0, TAIL_PATIENCE_MS);
    return log.text;
  }
}

import { Injectable } from '@nestjs/common';
import type { ChainId, ClusterEvent, Page } from '@heddle/contracts';
import { Inspection } from '../requests/inspection';
import { Resources } from '../resources';

/** What a chain's cluster reports of it; a worker asks the cluster. */
@Injectable()
export class ChainEvents {
  constructor(
    private readonly resources: Resources,
    private readonly inspection: Inspection,
  ) {}

  /** @throws RowNotFoundError, InspectError when no worker answers or the cluster does not */
  async list(chainId: ChainId): Promise<Page<ClusterEvent>> {
    const { runtime } = await this.resources.database.store.chains.get(chainId);
    if (runtime === 'local') return { items: [], nextCursor: null };
    const { events } = await this.inspection.ask<'chain.events'>({ ask: 'chain.events', chainId });
    return { items: events, nextCursor: null };
  }
}

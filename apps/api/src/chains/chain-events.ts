import { Injectable } from '@nestjs/common';
import { capabilitiesOf, type ChainId, type ClusterEvent, type Page } from '@heddle/contracts';
import { Inspection } from '../requests/inspection';
import { Resources } from '../resources';

/** Events of a chain's cluster, read by a worker. */
@Injectable()
export class ChainEvents {
  constructor(
    private readonly resources: Resources,
    private readonly inspection: Inspection,
  ) {}

  /** @throws RowNotFoundError, InspectError if no worker answers or the cluster does not */
  async list(chainId: ChainId): Promise<Page<ClusterEvent>> {
    const chain = await this.resources.database.store.chains.get(chainId);
    if (!capabilitiesOf(chain).platformEvents) return { items: [], nextCursor: null };
    const { events } = await this.inspection.ask<'chain.events'>({ ask: 'chain.events', chainId });
    return { items: events, nextCursor: null };
  }
}

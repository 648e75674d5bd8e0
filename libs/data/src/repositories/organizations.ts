import { randomUUID } from 'node:crypto';
import type { ChainId } from '@heddle/contracts';
import { nodesOf, requestedInventory } from '@heddle/topology';
import type { EntityManager } from 'typeorm';
import type { ChainEntity } from '../entities/chain.entity';
import { OrganizationEntity } from '../entities/organization.entity';

export class OrganizationRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Stores the organizations that a new chain asks for. */
  async addRequested({ id: chainId, spec, createdAt }: Pick<ChainEntity, 'id' | 'spec' | 'createdAt'>): Promise<void> {
    const inventory = requestedInventory(spec);
    for (const [position, organization] of inventory.organizations.entries()) {
      const { length: nextOrdinal } = nodesOf(inventory.nodes, organization);
      const row = { id: randomUUID(), chainId, ...organization, position, nextOrdinal, createdAt };
      await this.manager.insert(OrganizationEntity, row);
    }
  }

  /** Reserves the ordinal of another node. */
  async takeOrdinal(id: string): Promise<number> {
    await this.manager.update(OrganizationEntity, { id }, { nextOrdinal: () => 'nextOrdinal + 1' });
    const { nextOrdinal } = await this.manager.findOneByOrFail(OrganizationEntity, { id });
    return nextOrdinal - 1;
  }

  /** The ordering service's first, then in the order in which they became members. */
  ofChain(chainId: ChainId): Promise<OrganizationEntity[]> {
    return this.manager.find(OrganizationEntity, { where: { chainId }, order: { position: 'ASC' } });
  }
}

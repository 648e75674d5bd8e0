import type { EntityManager } from 'typeorm';
import { LeaseEntity } from '../entities/operation.entity';
import { nowSql } from './clock';
import { isDuplicate } from './unique';

/** Named leases of processes: one owner at a time, by the database's clock. */
export class LeaseRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Takes or renews the lease; false while another owner's lease is valid. Run in a transaction. */
  async acquire(name: string, owner: string, leaseMs: number): Promise<boolean> {
    if (await this.#renew(name, owner, leaseMs)) return true;
    return (await this.#create(name, owner)) && this.#renew(name, owner, leaseMs);
  }

  /** Whether the lease is held and has not expired. */
  isHeld(name: string): Promise<boolean> {
    return this.manager
      .createQueryBuilder(LeaseEntity, 'lease')
      .where(`lease.name = :name AND lease.expiresAt >= ${nowSql(this.manager)}`, { name })
      .getExists();
  }

  async release(name: string, owner: string): Promise<void> {
    await this.manager.update(LeaseEntity, { name, owner }, { expiresAt: 0 });
  }

  async #renew(name: string, owner: string, leaseMs: number): Promise<boolean> {
    const now = nowSql(this.manager);
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(LeaseEntity)
      .set({ owner, expiresAt: () => `${now} + ${String(leaseMs)}`, fence: () => 'fence + 1' })
      .where(`name = :name AND (owner = :owner OR expiresAt < ${now})`, { name, owner })
      .execute();
    return affected === 1;
  }

  /** An expired row. Taking it is decided by the database's clock. */
  async #create(name: string, owner: string): Promise<boolean> {
    if (await this.manager.existsBy(LeaseEntity, { name })) return false;
    try {
      await this.manager.insert(LeaseEntity, { name, owner, expiresAt: 0, fence: 0 });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
}

import { In, type EntityManager } from 'typeorm';
import { LeaseEntity } from '../entities/operation.entity';
import { nowSql } from './clock';
import { plainRows } from './plain-rows';
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

  /** Owners of the valid leases with names that begin so, by name. The prefix has no wildcards. */
  async holders(prefix: string): Promise<Map<string, string>> {
    const rows = await plainRows(this.manager, LeaseEntity, ['name', 'owner'], (query) =>
      query.where(`row.name LIKE :names AND row.expiresAt >= ${nowSql(this.manager)}`, { names: `${prefix}%` }),
    );
    return new Map(rows.map(({ name, owner }) => [name, owner]));
  }

  /** Renews the valid leases of an owner with names that begin so. */
  async renew(prefix: string, owner: string, leaseMs: number): Promise<void> {
    const now = nowSql(this.manager);
    await this.manager
      .createQueryBuilder()
      .update(LeaseEntity)
      .set({ expiresAt: () => `${now} + ${String(leaseMs)}` })
      .where(`name LIKE :names AND owner = :owner AND expiresAt >= ${now}`, { names: `${prefix}%`, owner })
      .execute();
  }

  async release(names: string | readonly string[], owner: string): Promise<void> {
    const released = typeof names === 'string' ? [names] : [...names];
    if (released.length > 0) await this.manager.update(LeaseEntity, { name: In(released), owner }, { expiresAt: 0 });
  }

  /** Deletes the expired leases with names that begin so. */
  async forgetExpired(prefix: string): Promise<void> {
    await this.manager
      .createQueryBuilder()
      .delete()
      .from(LeaseEntity)
      .where(`name LIKE :names AND expiresAt < ${nowSql(this.manager)}`, { names: `${prefix}%` })
      .execute();
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

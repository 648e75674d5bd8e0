import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { AuditEntity, IdempotencyKeyEntity } from '../entities/request.entity';
import { isDuplicate } from './unique';

export interface IdempotentRequest {
  userId: string;
  key: string;
  /** Such as `POST /chains`. */
  route: string;
  /** SHA-256 of the request body, hex. */
  requestHash: string;
}

/** `fresh`: go on and `complete` it; `pending`: the first request still runs; `mismatch`: same key, other request. */
export type IdempotencyClaim =
  | { outcome: 'fresh' }
  | { outcome: 'pending' }
  | { outcome: 'mismatch' }
  | { outcome: 'done'; status: number; response: unknown };

export class IdempotencyRepository {
  constructor(private readonly manager: EntityManager) {}

  async claim(request: IdempotentRequest): Promise<IdempotencyClaim> {
    const known = await this.#find(request);
    if (known !== null) return this.#judge(known, request);
    try {
      const createdAt = new Date().toISOString();
      await this.manager.insert(IdempotencyKeyEntity, { ...request, status: null, createdAt });
      return { outcome: 'fresh' };
    } catch (error) {
      const winner = isDuplicate(error) ? await this.#find(request) : null;
      if (winner === null) throw error;
      return this.#judge(winner, request);
    }
  }

  async complete({ userId, key }: IdempotentRequest, status: number, response: unknown): Promise<void> {
    await this.manager
      .createQueryBuilder()
      .update(IdempotencyKeyEntity)
      .set({ status, response: response as never })
      .where('userId = :userId AND `key` = :key', { userId, key })
      .execute();
  }

  /** The request failed: the key may be used again. */
  async release({ userId, key }: IdempotentRequest): Promise<void> {
    await this.manager.delete(IdempotencyKeyEntity, { userId, key });
  }

  async removeOlderThan(before: string): Promise<void> {
    await this.manager
      .createQueryBuilder()
      .delete()
      .from(IdempotencyKeyEntity)
      .where('createdAt < :before', { before })
      .execute();
  }

  #find({ userId, key }: IdempotentRequest): Promise<IdempotencyKeyEntity | null> {
    return this.manager.findOneBy(IdempotencyKeyEntity, { userId, key });
  }

  #judge(row: IdempotencyKeyEntity, { route, requestHash }: IdempotentRequest): IdempotencyClaim {
    if (row.route !== route || row.requestHash !== requestHash) return { outcome: 'mismatch' };
    if (row.status === null) return { outcome: 'pending' };
    return { outcome: 'done', status: row.status, response: row.response };
  }
}

export type NewAudit = Omit<AuditEntity, 'id' | 'at'>;

export class AuditRepository {
  constructor(private readonly manager: EntityManager) {}

  async record(entry: NewAudit): Promise<void> {
    await this.manager.insert(AuditEntity, {
      id: randomUUID(),
      at: new Date().toISOString(),
      ...entry,
      detail: entry.detail as never,
    });
  }

  /** Newest first. */
  latest(limit: number): Promise<AuditEntity[]> {
    return this.manager.find(AuditEntity, { order: { at: 'DESC', id: 'DESC' }, take: limit });
  }
}

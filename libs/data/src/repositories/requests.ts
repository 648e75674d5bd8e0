import { randomUUID } from 'node:crypto';
import { IsNull, type EntityManager } from 'typeorm';
import { ClaimLostError } from '../data-error';
import { AuditEntity, IdempotencyKeyEntity } from '../entities/request.entity';
import { isDuplicate } from './unique';

export interface IdempotentRequest {
  userId: string;
  key: string;
  /** For example `POST /chains`. */
  route: string;
  /** SHA-256 of the request body, hex. */
  requestHash: string;
}

/** A claimed request. `claimedAt` distinguishes its claim from a later one under the same key. */
export interface ClaimedRequest extends IdempotentRequest {
  claimedAt: string;
}

/**
 * `fresh`: run the request and `complete` it; `pending`: the first request still runs; `mismatch`: same key, different
 * request.
 */
export type IdempotencyClaim =
  | { outcome: 'fresh'; claimed: ClaimedRequest }
  | { outcome: 'pending' }
  | { outcome: 'mismatch' }
  | { outcome: 'done'; status: number; response: unknown };

/** Longer than any request takes: the process of an older request without an answer has died. */
const PENDING_MS = 90_000;

export class IdempotencyRepository {
  constructor(private readonly manager: EntityManager) {}

  async claim(request: IdempotentRequest): Promise<IdempotencyClaim> {
    const known = await this.#find(request);
    if (known !== null) return this.#judge(known, request);
    try {
      const claimedAt = new Date().toISOString();
      await this.manager.insert(IdempotencyKeyEntity, { ...request, status: null, createdAt: claimedAt });
      return { outcome: 'fresh', claimed: { ...request, claimedAt } };
    } catch (error) {
      const winner = isDuplicate(error) ? await this.#find(request) : null;
      if (winner === null) throw error;
      return this.#judge(winner, request);
    }
  }

  /** @throws ClaimLostError if another request took over the key; the transaction must not commit then */
  async complete({ userId, key, claimedAt }: ClaimedRequest, status: number, response: unknown): Promise<void> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(IdempotencyKeyEntity)
      .set({ status, response: response as never })
      .where('userId = :userId AND `key` = :key AND createdAt = :claimedAt', { userId, key, claimedAt })
      .execute();
    if (affected !== 1) throw new ClaimLostError(key);
  }

  /** Releases the key of a failed request. */
  async release({ userId, key, claimedAt }: ClaimedRequest): Promise<void> {
    await this.manager.delete(IdempotencyKeyEntity, { userId, key, createdAt: claimedAt });
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

  async #judge(row: IdempotencyKeyEntity, request: IdempotentRequest): Promise<IdempotencyClaim> {
    if (row.route !== request.route || row.requestHash !== request.requestHash) return { outcome: 'mismatch' };
    if (row.status !== null) return { outcome: 'done', status: row.status, response: row.response };
    return (await this.#takeOver(row, request)) ?? { outcome: 'pending' };
  }

  /** If several requests find that the first one died, the one that updates its time continues. */
  async #takeOver(
    { createdAt }: IdempotencyKeyEntity,
    request: IdempotentRequest,
  ): Promise<IdempotencyClaim | undefined> {
    if (Date.now() - Date.parse(createdAt) < PENDING_MS) return undefined;
    const { userId, key } = request;
    const claimedAt = new Date().toISOString();
    const { affected } = await this.manager.update(
      IdempotencyKeyEntity,
      { userId, key, createdAt, status: IsNull() },
      { createdAt: claimedAt },
    );
    return affected === 1 ? { outcome: 'fresh', claimed: { ...request, claimedAt } } : undefined;
  }
}

export type NewAudit = Omit<AuditEntity, 'id' | 'at'> & {
  /** Now, by default. */
  at?: string;
};

export class AuditRepository {
  constructor(private readonly manager: EntityManager) {}

  async record(...entries: readonly NewAudit[]): Promise<void> {
    const now = new Date().toISOString();
    await this.manager.insert(
      AuditEntity,
      entries.map((entry) => ({ id: randomUUID(), at: now, ...entry, detail: entry.detail as never })),
    );
  }

  /** Newest first. */
  latest(limit: number): Promise<AuditEntity[]> {
    return this.manager.find(AuditEntity, { order: { at: 'DESC', id: 'DESC' }, take: limit });
  }
}

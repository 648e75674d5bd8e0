import { randomUUID } from 'node:crypto';
import { ClaimLostError } from '../../data-error';
import type { Database } from '../../database';
import { IdempotencyKeyEntity } from '../../entities/request.entity';
import type { ClaimedRequest, IdempotencyClaim, IdempotentRequest } from '../../repositories/requests';

/** The contract of requests with an Idempotency-Key. */
export function describeIdempotency(database: () => Database): void {
  const newRequest = () => ({ userId: randomUUID(), key: 'k', route: 'POST /chains', requestHash: 'h' });
  const claim = (request: IdempotentRequest): Promise<IdempotencyClaim> =>
    database().transaction(({ idempotency }) => idempotency.claim(request));
  const claimed = async (request: IdempotentRequest): Promise<ClaimedRequest> => {
    const answer = await claim(request);
    if (answer.outcome !== 'fresh') throw new Error(`The key is ${answer.outcome}`);
    return answer.claimed;
  };
  const complete = (request: ClaimedRequest) =>
    database().transaction(({ idempotency }) => idempotency.complete(request, 202, { a: 1 }));
  const release = (request: ClaimedRequest) =>
    database().transaction(({ idempotency }) => idempotency.release(request));

  /** The process that ran the request died; its row is old. */
  const dead = (request: ClaimedRequest): Promise<ClaimedRequest> =>
    database().transaction(async ({ manager }) => {
      const claimedAt = new Date(Date.now() - 91_000).toISOString();
      await manager.update(IdempotencyKeyEntity, { userId: request.userId }, { createdAt: claimedAt });
      return { ...request, claimedAt };
    });

  describe('a repeated request', () => {
    it('gets the stored response; another request under its key is rejected', async () => {
      const request = newRequest();
      const first = await claimed(request);
      expect(await claim(request)).toEqual({ outcome: 'pending' });
      await complete(first);
      expect(await claim(request)).toEqual({ outcome: 'done', status: 202, response: { a: 1 } });
      expect(await claim({ ...request, requestHash: 'x' })).toEqual({ outcome: 'mismatch' });
      await release(first);
      expect(await claim(request)).toMatchObject({ outcome: 'fresh' });
    });

    it('replaces a first one that died, exactly once, and the first one can no longer write', async () => {
      const request = newRequest();
      const first = await dead(await claimed(request));
      const outcomes = await Promise.all([claim(request), claim(request), claim(request)]);
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['fresh', 'pending', 'pending']);
      await expect(complete(first)).rejects.toBeInstanceOf(ClaimLostError);
      await release(first);
      expect(await claim(request)).toEqual({ outcome: 'pending' });
    });

    it('finds an answer of any age until it is purged', async () => {
      const request = newRequest();
      const first = await claimed(request);
      await complete(first);
      await dead(first);
      expect(await claim(request)).toMatchObject({ outcome: 'done' });
      const before = new Date(Date.now() - 60_000).toISOString();
      await database().transaction(({ idempotency }) => idempotency.removeOlderThan(before));
      expect(await claim(request)).toMatchObject({ outcome: 'fresh' });
    });
  });
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ClaimedRequest, IdempotencyClaim, IdempotentRequest, Transaction } from '@heddle/data';
import { poll } from '@heddle/runtime';
import { ApiError } from '../errors/api-error';
import { Resources } from '../resources';

export interface StoredAnswer {
  readonly status: number;
  readonly response: unknown;
}

/** The outcome of a claim: a stored answer, or a request to run. */
export type Claimed =
  { readonly stored: StoredAnswer; readonly claimed?: undefined } | { readonly claimed: ClaimedRequest };

interface Current {
  readonly request: ClaimedRequest;
  readonly status: number;
  stored: boolean;
}

const WAIT_MS = 15_000;
const POLL_MS = 50;

/**
 * Requests with an Idempotency-Key. The answer to a request that creates an operation is stored in the transaction that
 * creates it, so that a crash never leaves one without the other.
 */
@Injectable()
export class Idempotency {
  readonly #current = new AsyncLocalStorage<Current>();

  constructor(private readonly resources: Resources) {}

  /**
   * Claims the key for this request, and waits for a running request with the same key.
   *
   * @returns the stored answer of the first request, or the claim if this is the first one
   * @throws ApiError `idempotency_mismatch` for another request under the same key, `conflict` after a long wait
   */
  async claim(request: IdempotentRequest): Promise<Claimed> {
    const look = async () => {
      const claim = await this.resources.database.transaction(({ idempotency }) => idempotency.claim(request));
      return claim.outcome !== 'pending' && claim;
    };
    const claim = await poll(look, { pauseMs: POLL_MS, timeoutMs: WAIT_MS });
    if (claim === undefined) throw stillRunning();
    return claimedOf(claim);
  }

  /** Runs the first request under a key. Its answer is stored; a failure releases the key. */
  async run<T>({ request, status }: { request: ClaimedRequest; status: number }, work: () => Promise<T>): Promise<T> {
    const current: Current = { request, status, stored: false };
    try {
      const answer = await this.#current.run(current, work);
      if (!current.stored) {
        await this.resources.database.transaction(({ idempotency }) =>
          idempotency.complete(request, status, answer ?? null),
        );
      }
      return answer;
    } catch (error) {
      if (!current.stored) {
        await this.resources.database.transaction(({ idempotency }) => idempotency.release(request));
      }
      throw error;
    }
  }

  /** Stores the answer together with the writes of the transaction. */
  async completeWithin(store: Transaction, answer: unknown): Promise<void> {
    const current = this.#current.getStore();
    if (current === undefined) return;
    await store.idempotency.complete(current.request, current.status, answer);
    store.afterCommit(() => {
      current.stored = true;
    });
  }
}

function claimedOf(claim: Exclude<IdempotencyClaim, { outcome: 'pending' }>): Claimed {
  switch (claim.outcome) {
    case 'fresh':
      return { claimed: claim.claimed };
    case 'done':
      return { stored: { status: claim.status, response: claim.response } };
    case 'mismatch':
      throw new ApiError('idempotency_mismatch', 'This Idempotency-Key was used for another request.', {
        remedy: 'Use a new key for a new request; repeat a request with exactly the same body.',
      });
  }
}

function stillRunning(): ApiError {
  return new ApiError('conflict', 'The first request with this Idempotency-Key has not been answered yet.', {
    retryAfterSeconds: 5,
    remedy: 'Check whether its work was done before you send it again under a new key.',
  });
}

export function requestHash(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

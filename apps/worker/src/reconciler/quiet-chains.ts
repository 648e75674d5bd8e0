import type { ChainId } from '@heddle/contracts';

/** For so long a chain is observed closely after something has changed, in milliseconds. */
const STIRRED_MS = 10_000;

/** Reading its metrics costs a node more than the TLS handshake of a connection that is not kept for so long. */
const REST_AGE_MS = 10_000;

/** Which chains are at rest: nothing in them has changed for a while, so their nodes are asked less often. */
export class QuietChains {
  readonly #stirred = new Map<ChainId, number>();

  /** Something has changed, or an operation runs. */
  stir(chainId: ChainId, now: Date): void {
    this.#stirred.set(chainId, now.getTime());
  }

  /** Forgets what happened a while ago, once per round of all chains. */
  settle(now: Date): void {
    for (const [id, at] of this.#stirred) {
      if (now.getTime() - at >= STIRRED_MS) this.#stirred.delete(id);
    }
  }

  /** How old an observation of the chain's nodes may be, in milliseconds. */
  maxAgeMs(chainId: ChainId): number {
    return this.#stirred.has(chainId) ? 0 : REST_AGE_MS;
  }
}

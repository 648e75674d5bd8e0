import { setTimeout as delay } from 'node:timers/promises';
import type { SignedInClient } from '@heddle/client';
import { api, type ChaincodeId, type ChainId, type ChannelId } from '@heddle/contracts';
import { until } from './until';

/** Milliseconds between two submits. */
const PAUSE_MS = 100;
const ANSWER_MS = 10_000;

export interface ChaincodePlace {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
  readonly chaincodeId: ChaincodeId;
}

/** Submits one transaction after another to a chaincode, also while its nodes come and go. */
export class Submits {
  /** Ids of the transactions that were acknowledged as valid. */
  readonly acknowledged: string[] = [];
  #count = 0;

  constructor(
    private readonly client: SignedInClient,
    private readonly place: ChaincodePlace,
  ) {}

  close(): void {
    this.client.close();
  }

  /** Submits while the work is done; a submit may fail meanwhile. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const over = new AbortController();
    const submitting = this.#submitUntil(over.signal);
    try {
      return await work();
    } finally {
      // Nodes that are gone answer no more: whether the last one is valid stays unknown.
      over.abort();
      await submitting;
    }
  }

  /** Waits until a submit is acknowledged. */
  async succeed(): Promise<void> {
    await until('a transaction to be acknowledged', () => this.#submit(AbortSignal.timeout(ANSWER_MS)));
  }

  async #submitUntil(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await this.#submit(over);
      await delay(PAUSE_MS);
    }
  }

  /** Whether it was acknowledged. */
  async #submit(signal: AbortSignal): Promise<boolean> {
    const body = { fn: 'CreateAsset', args: [`submit${(this.#count += 1)}`, 'ann', 'red', '5'] };
    const invoking = this.client.ask(api.chaincodes.invoke, { params: this.place, body, signal });
    const answer = await invoking.catch(() => undefined);
    if (answer?.validationCode !== 'VALID') return false;
    this.acknowledged.push(answer.transactionId);
    return true;
  }
}

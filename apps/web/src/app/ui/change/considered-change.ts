import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { type ApiError, toApiError } from '@heddle/client';
import { api, type ChainChange, type ChainId, type ChangePreview, type ResponseOf } from '@heddle/contracts';
import { ApiClient } from '../../core/api/api-client';
import { randomKey } from '../../core/random-key';

export type Changed = ResponseOf<typeof api.changes.request>;

interface Considered {
  readonly chainId: ChainId;
  readonly change: ChainChange;
  readonly idempotencyKey: string;
}

const DEBOUNCE_MS = 250;

/** A change of a chain that is not requested yet: what the server says it would do, or why it would be refused. */
@Injectable()
export class ConsideredChange {
  readonly #client = inject(ApiClient);
  #considered: Considered | null = null;
  #pending: ReturnType<typeof setTimeout> | undefined;
  readonly #preview = signal<ChangePreview | null>(null);
  readonly #error = signal<ApiError | null>(null);
  readonly #asking = signal(false);
  /** The last answer; it stays while the next one is under way. */
  readonly preview = this.#preview.asReadonly();
  /** Why the change would be refused. */
  readonly error = this.#error.asReadonly();
  readonly asking = this.#asking.asReadonly();
  /** Whether the server would take the change as it is now. */
  readonly acceptable = computed(() => !this.#asking() && this.#error() === null && this.#preview() !== null);

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.#pending);
    });
  }

  consider(chainId: ChainId, change: ChainChange): void {
    const pause = this.#considered === null ? 0 : DEBOUNCE_MS;
    const considered = { chainId, change, idempotencyKey: randomKey() };
    this.#considered = considered;
    this.#asking.set(true);
    clearTimeout(this.#pending);
    this.#pending = setTimeout(() => void this.#ask(considered), pause);
  }

  again(): void {
    if (this.#considered === null) return;
    this.#asking.set(true);
    void this.#ask(this.#considered);
  }

  request(): Promise<Changed> {
    if (this.#considered === null) throw new Error('No change was considered.');
    const { chainId, change, idempotencyKey } = this.#considered;
    return this.#client.ask(api.changes.request, { params: { chainId }, body: change, idempotencyKey });
  }

  async #ask(considered: Considered): Promise<void> {
    const { chainId, change } = considered;
    const answer = await this.#client.ask(api.changes.preview, { params: { chainId }, body: change }).then(
      (preview) => ({ preview, error: null }),
      (cause: unknown) => ({ preview: null, error: toApiError(cause) }),
    );
    if (considered !== this.#considered) return;
    this.#preview.set(answer.preview);
    this.#error.set(answer.error);
    this.#asking.set(false);
  }
}

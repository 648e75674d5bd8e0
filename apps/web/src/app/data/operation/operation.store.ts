import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { type ApiError, type RoomWatch, toApiError } from '@heddle/client';
import { api, operationRoom, type LivePayload, type Operation, type OperationId } from '@heddle/contracts';
import { ApiClient } from '../../core/api/api-client';
import { LiveFeed } from '../../live/live-feed';
import { contiguousSeq, isUnfinished, noOperation, reduceOperation, type OperationAction } from './operation.reducer';

const EVENTS_PER_PAGE = 1_000;

/** One operation as it runs, from its room. Provided by the component that shows it. */
@Injectable()
export class OperationStore {
  readonly #client = inject(ApiClient);
  readonly #feed = inject(LiveFeed);
  readonly #state = signal(noOperation);
  readonly #actionError = signal<ApiError | null>(null);
  readonly #acting = signal(false);
  #id: OperationId | null = null;
  #watch: RoomWatch | null = null;

  readonly load = computed(() => this.#state().load);
  readonly operation = computed(() => this.#state().operation);
  readonly events = computed(() => this.#state().events);
  readonly acting = this.#acting.asReadonly();
  readonly actionError = this.#actionError.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#watch?.close());
  }

  show(id: OperationId): void {
    if (id === this.#id) return;
    this.#watch?.close();
    this.#id = id;
    this.#state.set(noOperation);
    this.#actionError.set(null);
    this.#watch = this.#feed.watch({
      room: operationRoom(id),
      snapshot: () => this.#snapshot(id),
      apply: (payload) => {
        this.#live(payload);
      },
    });
  }

  reload(): void {
    this.#watch?.reload();
  }

  cancel(): Promise<void> {
    return this.#act((operationId) => this.#client.ask(api.operations.cancel, { params: { operationId } }));
  }

  retry(): Promise<void> {
    return this.#act((operationId) => this.#client.ask(api.operations.retry, { params: { operationId } }));
  }

  rollback(): Promise<void> {
    return this.#act((operationId) => this.#client.ask(api.operations.rollback, { params: { operationId } }));
  }

  async #act(ask: (id: OperationId) => Promise<Operation>): Promise<void> {
    if (this.#id === null) return;
    this.#acting.set(true);
    this.#actionError.set(null);
    try {
      this.#dispatch({ type: 'operation', operation: await ask(this.#id) });
    } catch (error) {
      this.#actionError.set(toApiError(error));
    } finally {
      this.#acting.set(false);
    }
  }

  async #snapshot(id: OperationId): Promise<undefined> {
    try {
      const operation = await this.#client.ask(api.operations.get, { params: { operationId: id } });
      if (id !== this.#id) return undefined;
      this.#dispatch({ type: 'operation', operation });
      await this.#fetchEvents(id);
    } catch (error) {
      if (id === this.#id) this.#dispatch({ type: 'failed', error: toApiError(error) });
    }
    return undefined;
  }

  async #fetchEvents(operationId: OperationId): Promise<void> {
    for (;;) {
      const since = contiguousSeq(this.#state().events);
      const query = { since, limit: EVENTS_PER_PAGE };
      const { items } = await this.#client.ask(api.operations.events, { params: { operationId }, query });
      if (operationId !== this.#id) return;
      this.#dispatch({ type: 'events', events: items });
      if (items.length < EVENTS_PER_PAGE) return;
    }
  }

  #live(payload: LivePayload): void {
    const before = this.#state().operation;
    this.#dispatch({ type: 'live', payload });
    const now = this.#state().operation;
    if (before === null || now === null || payload.topic !== 'operation.event') return;
    // Events carry neither the steps, which are planned as an operation begins, nor at its end the failure's cause and
    // what may be done next: the operation itself does.
    const begun = before.state === 'queued' && now.state !== 'queued';
    const ended = isUnfinished(before) && !isUnfinished(now);
    if (begun || ended) this.reload();
  }

  #dispatch(action: OperationAction): void {
    this.#state.update((state) => reduceOperation(state, action));
  }
}

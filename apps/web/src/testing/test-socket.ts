import type { LivePayload, Room, SubscribeAck } from '@heddle/contracts';

type Listener = (argument: never) => void;

/** The server's end of the live feed, played by a spec: acknowledges every subscription and sends what it is told. */
export class TestSocket {
  connected = true;
  readonly active = true;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #seqs = new Map<string, number>();

  on(name: string, listener: Listener): this {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    if (name === 'connect')
      queueMicrotask(() => {
        (listener as () => void)();
      });
    return this;
  }

  emit(name: string, request: { room: string }, acknowledge?: (answer: SubscribeAck) => void): this {
    if (name === 'subscribe') {
      const lastSeq = this.#seqs.get(request.room) ?? 0;
      queueMicrotask(() => acknowledge?.({ ok: true, room: request.room as Room, lastSeq }));
    }
    return this;
  }

  connect(): void {
    this.connected = true;
  }

  disconnect(): void {
    this.connected = false;
  }

  send(room: Room, payload: LivePayload): void {
    const seq = (this.#seqs.get(room) ?? 0) + 1;
    this.#seqs.set(room, seq);
    const event = { room, seq, at: '2026-01-01T00:00:00.000Z', payload };
    for (const listener of this.#listeners.get('event') ?? []) (listener as (value: unknown) => void)(event);
  }
}

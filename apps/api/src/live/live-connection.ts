import {
  Subscribe,
  type LiveEvent,
  type LiveGap,
  type LiveValues,
  type Room,
  type SubscribeAck,
} from '@heddle/contracts';
import type { Store } from '@heddle/data';
import { publicError } from '../http/problem';
import { ConnectionBlocks, type ConnectionBlocksContext } from './connection-blocks';
import { ConnectionEvents, type ConnectionEventsContext } from './connection-events';
import type { LiveFeed } from './live-feed';
import type { LiveSocket } from './live-socket';
import { authorizeRoom } from './room-access';
import { RoomSubscription, type LiveSink, type RoomHistory } from './room-subscription';
import { SendWindow } from './send-window';

export interface ConnectionContext extends Omit<ConnectionEventsContext & ConnectionBlocksContext, 'window'> {
  readonly feed: LiveFeed;
  readonly history: RoomHistory;
  readonly store: Store;
  /** Adds what this process knows beyond the row to an event. */
  readonly completed: (event: LiveEvent) => LiveEvent;
}

const MOST_ROOMS = 100;

/** One client of the live feed and its rooms. Events for a slow client wait in the database. */
export class LiveConnection implements LiveSink {
  readonly #socket: LiveSocket;
  readonly #context: ConnectionContext;
  readonly #subscriptions = new Map<string, RoomSubscription>();
  readonly #window = new SendWindow();

  constructor(socket: LiveSocket, context: ConnectionContext) {
    this.#socket = socket;
    this.#context = context;
    socket.on('subscribe', (request, acknowledge) => {
      this.#answer(request, acknowledge).catch(context.onError);
    });
    socket.on('unsubscribe', (request: unknown, acknowledge) => {
      this.#leave(roomNamed(request));
      if (typeof acknowledge === 'function') acknowledge();
    });
    socket.on('disconnect', () => {
      for (const room of this.#subscriptions.keys()) this.#leave(room);
    });
    // Engine.IO passes its buffer to the transport once that has written the previous data.
    socket.conn.on('flush', () => {
      this.#window.flushed();
    });
    socket.conn.on('drain', () => {
      for (const subscription of this.#subscriptions.values()) subscription.drained();
    });
    new ConnectionEvents(socket, { ...context, window: this.#window });
    new ConnectionBlocks(socket, { ...context, window: this.#window });
  }

  writable(): boolean {
    return this.#window.writable();
  }

  event(event: LiveEvent): void {
    this.#window.sent();
    this.#socket.emit('event', this.#context.completed(event));
  }

  gap(gap: LiveGap): void {
    this.#socket.emit('gap', gap);
  }

  values(message: LiveValues): void {
    this.#window.sent();
    this.#socket.emit('values', message);
  }

  async #answer(request: unknown, acknowledge: unknown): Promise<void> {
    const reply = (answer: SubscribeAck): void => {
      if (typeof acknowledge === 'function') (acknowledge as (answer: SubscribeAck) => void)(answer);
    };
    try {
      await this.#subscribe(request, reply);
    } catch (error) {
      const known = publicError(error);
      if (known === undefined) this.#context.onError(error);
      const { code, message } = known ?? { code: 'internal' as const, message: 'Something went wrong on the server.' };
      reply({ ok: false, room: roomNamed(request), code, message });
    }
  }

  async #subscribe(request: unknown, reply: (answer: SubscribeAck) => void): Promise<void> {
    const parsed = Subscribe.safeParse(request);
    if (!parsed.success) {
      const message = parsed.error.issues[0]?.message ?? 'not valid';
      reply({ ok: false, room: roomNamed(request), code: 'validation_failed', message });
      return;
    }
    const { room, since } = parsed.data;
    await authorizeRoom(this.#context.store, this.#socket.data.principal, room);
    const subscription = this.#join(room);
    if (subscription === undefined) {
      const message = `A connection can subscribe to at most ${String(MOST_ROOMS)} rooms.`;
      reply({ ok: false, room, code: 'conflict', message });
      return;
    }
    reply({ ok: true, room, lastSeq: await subscription.open(since) });
    subscription.begin();
  }

  /** A second subscription to the same room replaces the first one. */
  #join(room: Room): RoomSubscription | undefined {
    this.#leave(room);
    if (this.#socket.disconnected || this.#subscriptions.size >= MOST_ROOMS) return undefined;
    const { feed, history, onError } = this.#context;
    const subscription = new RoomSubscription({ room, history, sink: this, onError });
    this.#subscriptions.set(room, subscription);
    feed.add(room, subscription);
    return subscription;
  }

  #leave(room: string): void {
    const subscription = this.#subscriptions.get(room);
    if (subscription === undefined) return;
    subscription.close();
    this.#subscriptions.delete(room);
    this.#context.feed.remove(room as Room, subscription);
  }
}

/** The room in a message of unknown format, for answers and for unsubscribing. */
function roomNamed(request: unknown): string {
  if (typeof request !== 'object' || request === null || !('room' in request)) return '';
  return typeof request.room === 'string' ? request.room.slice(0, 100) : '';
}

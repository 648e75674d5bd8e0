import { Injectable, computed, inject, signal } from '@angular/core';
import type {
  BlocksAck,
  BlocksMessage,
  ChaincodeEventsAck,
  ChaincodeEventsMessage,
  LiveEvent,
  LiveGap,
  LivePayload,
  Room,
  SubscribeAck,
  SubscribeBlocks,
  SubscribeChaincodeEvents,
} from '@heddle/contracts';
import { SessionStore } from '../core/session/session.store';
import { BlocksWatch, type BlocksOptions } from './blocks-watch';
import { EventsWatch, type FollowOptions } from './events-watch';
import { LIVE_CONNECTOR, type LiveSocket } from './live-socket';
import { RoomWatch, type WatchOptions } from './room-watch';

const PROBE_EVERY_MS = 20_000;
/** Without a word for this long (two probes went unanswered) what is shown counts as stale. */
const STALE_AFTER_MS = 45_000;

export type FeedState = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'stale';

/** The console's one live feed: rooms are watched, lost events are fetched, and the connection has one state for all. */
@Injectable({ providedIn: 'root' })
export class LiveFeed {
  readonly #connector = inject(LIVE_CONNECTOR);
  readonly #session = inject(SessionStore);
  readonly #watches = new Set<RoomWatch>();
  readonly #followed = new Map<string, EventsWatch>();
  readonly #blocks = new Set<BlocksWatch>();
  #follows = 0;
  readonly #connection = signal<'idle' | 'connecting' | 'live' | 'reconnecting'>('idle');
  readonly #stale = signal(false);
  #socket: Promise<LiveSocket> | null = null;
  #heardAt = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  readonly state = computed<FeedState>(() =>
    this.#connection() === 'live' && this.#stale() ? 'stale' : this.#connection(),
  );
  /** When the server was last heard, in epoch milliseconds. */
  readonly heardAt = signal(0);

  /** Keeps `room` in step with the server until the returned watch is closed. */
  watch(options: WatchOptions): RoomWatch {
    const watch = new RoomWatch(options, {
      subscribe: (since) => void this.#subscribe(options.room, since),
      closed: () => {
        this.#close(watch);
      },
    });
    this.#watches.add(watch);
    watch.open();
    return watch;
  }

  /** Delivers the events of a chaincode as they are committed, until the returned watch is closed. */
  follow(options: FollowOptions): EventsWatch {
    this.#follows += 1;
    const subscription = `events-${String(this.#follows)}`;
    const watch = new EventsWatch(subscription, options, {
      subscribe: (request) => void this.#subscribeEvents(watch, request),
      closed: () => {
        this.#followed.delete(subscription);
        void this.#socket?.then(
          (socket) => socket.connected && socket.emit('unsubscribeChaincodeEvents', { subscription }),
        );
      },
    });
    this.#followed.set(subscription, watch);
    watch.join();
    return watch;
  }

  /** Delivers the blocks of a channel as they are committed, until the returned watch is closed. */
  blocks(options: BlocksOptions): BlocksWatch {
    const watch = new BlocksWatch(options, {
      subscribe: (request) => void this.#subscribeBlocks(watch, request),
      closed: () => {
        this.#blocks.delete(watch);
        const { channelId } = options;
        void this.#socket?.then((socket) => socket.connected && socket.emit('unsubscribeBlocks', { channelId }));
      },
    });
    this.#blocks.add(watch);
    watch.join();
    return watch;
  }

  /** Ends the connection, so that the next user's begins with their own token. */
  disconnect(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#connection.set('idle');
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    void socket?.then((opened) => opened.disconnect());
  }

  async #subscribe(room: Room, since: number | undefined): Promise<void> {
    const socket = await this.#open();
    if (!socket.connected) return;
    socket.emit('subscribe', since === undefined ? { room } : { room, since }, (answer: SubscribeAck) => {
      this.#heard();
      for (const watch of this.#inRoom(room)) watch.acknowledged(answer);
    });
  }

  async #subscribeEvents(watch: EventsWatch, request: SubscribeChaincodeEvents): Promise<void> {
    const socket = await this.#open();
    if (!socket.connected || !watch.ask()) return;
    socket.emit('subscribeChaincodeEvents', request, (answer: ChaincodeEventsAck) => {
      this.#heard();
      watch.acknowledged(answer);
    });
  }

  async #subscribeBlocks(watch: BlocksWatch, request: SubscribeBlocks): Promise<void> {
    const socket = await this.#open();
    if (!socket.connected || !watch.ask()) return;
    socket.emit('subscribeBlocks', request, (answer: BlocksAck) => {
      this.#heard();
      watch.acknowledged(answer);
    });
  }

  /** Reads of ledgers. Each new connection requests them again. */
  #readers(): (EventsWatch | BlocksWatch)[] {
    return [...this.#followed.values(), ...this.#blocks];
  }

  #open(): Promise<LiveSocket> {
    this.#socket ??= this.#connect();
    return this.#socket;
  }

  async #connect(): Promise<LiveSocket> {
    this.#connection.set('connecting');
    const socket = await this.#connector(() => this.#session.freshToken());
    socket.on('connect', () => {
      this.#heard();
      this.#connection.set('live');
      for (const watch of this.#watches) watch.rejoin();
      for (const watch of this.#readers()) watch.join();
    });
    socket.on('disconnect', (reason) => {
      if (this.#connection() !== 'idle') this.#connection.set('reconnecting');
      for (const watch of this.#watches) watch.disconnected();
      for (const watch of this.#readers()) watch.disconnected();
      // Socket.IO leaves it to the client when it was the server who hung up, as at an API restart.
      if (reason === 'io server disconnect' && this.#connection() !== 'idle') socket.connect();
    });
    socket.on('connect_error', () => {
      this.#connection.set('reconnecting');
      for (const watch of this.#readers()) watch.disconnected();
      // A refused handshake ends Socket.IO's own attempts; the token may be fresh by the next one.
      if (!socket.active) setTimeout(() => this.#socket !== null && socket.connect(), 5_000);
    });
    socket.on('event', (event) => {
      this.#deliver(event);
    });
    socket.on('gap', (gap) => {
      this.#gap(gap);
    });
    socket.on('chaincodeEvents', (message: ChaincodeEventsMessage) => {
      this.#heard();
      this.#followed.get(message.subscription)?.received(message);
    });
    socket.on('blocks', (message: BlocksMessage) => {
      this.#heard();
      for (const watch of this.#blocks) if (watch.channelId === message.channelId) watch.received(message);
    });
    this.#timer = setInterval(() => {
      this.#probe();
    }, PROBE_EVERY_MS);
    return socket;
  }

  #deliver(event: LiveEvent): void {
    this.#heard();
    for (const watch of this.#inRoom(event.room)) watch.received(event);
  }

  #gap(gap: LiveGap): void {
    this.#heard();
    for (const watch of this.#inRoom(gap.room)) watch.gap(gap.firstSeq);
  }

  #probe(): void {
    this.#stale.set(this.#watches.size > 0 && Date.now() - this.#heardAt > STALE_AFTER_MS);
    for (const watch of this.#watches) watch.probe();
  }

  #heard(): void {
    this.#heardAt = Date.now();
    this.heardAt.set(this.#heardAt);
    this.#stale.set(false);
  }

  #inRoom(room: Room): RoomWatch[] {
    return [...this.#watches].filter((watch) => watch.room === room);
  }

  #close(watch: RoomWatch): void {
    this.#watches.delete(watch);
    if (this.#inRoom(watch.room).length > 0) return;
    void this.#socket?.then((socket) => socket.connected && socket.emit('unsubscribe', { room: watch.room }));
  }
}

export type { LivePayload, WatchOptions };

import type {
  BlocksMessage,
  ChaincodeEventsMessage,
  LiveEvent,
  LiveGap,
  LiveValues,
  Room,
  SubscribeAck,
} from '@heddle/contracts';
import { blocksFeed, type Blocks, type BlocksAccepted, type BlocksOptions } from './blocks-feed';
import { eventsFeed, type EventsAccepted, type EventsMessage, type FollowOptions } from './events-feed';
import { LedgerWatch, type LedgerFeed, type Watch } from './ledger-watch';
import { connectLive, type LiveConnector, type LiveSocket } from './live-socket';
import { RoomWatch, type WatchOptions } from './room-watch';

const PROBE_EVERY_MS = 20_000;
/** Without a word for this long (two probes went unanswered) what is shown counts as stale. */
const STALE_AFTER_MS = 45_000;

export type FeedState = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'stale';

export interface LiveFeedOptions {
  /** A token that is valid for a handshake now; null if there is no session. */
  readonly token: () => Promise<string | null>;
  readonly connect?: LiveConnector;
  /** Called when the state may have changed, and with each message. `heardAt` is in epoch milliseconds. */
  readonly changed?: (state: FeedState, heardAt: number) => void;
}

/**
 * One connection to the live feed for all watches. It reconnects by itself, and then each watch receives what it
 * missed. The connection is opened by the first watch and stays until `disconnect`.
 */
export class LiveFeed {
  readonly #options: Required<LiveFeedOptions>;
  readonly #watches = new Set<RoomWatch>();
  readonly #events = new Set<LedgerWatch<EventsMessage, EventsAccepted>>();
  readonly #blocks = new Set<LedgerWatch<Blocks, BlocksAccepted>>();
  #follows = 0;
  #connection: Exclude<FeedState, 'stale'> = 'idle';
  #stale = false;
  #socket: Promise<LiveSocket> | null = null;
  #heardAt = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor({ token, connect = connectLive(), changed = () => undefined }: LiveFeedOptions) {
    this.#options = { token, connect, changed };
  }

  get state(): FeedState {
    return this.#connection === 'live' && this.#stale ? 'stale' : this.#connection;
  }

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
  follow(options: FollowOptions): Watch {
    this.#follows += 1;
    return this.#read(this.#events, eventsFeed(`events-${String(this.#follows)}`, options));
  }

  /** Delivers the blocks of a channel as they are committed, until the returned watch is closed. */
  blocks(options: BlocksOptions): Watch {
    return this.#read(this.#blocks, blocksFeed(options));
  }

  /** Ends the connection, so that the next user's begins with their own token. */
  disconnect(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#become('idle');
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

  #read<Message, Answer extends { ok: true }>(
    watches: Set<LedgerWatch<Message, Answer>>,
    feed: LedgerFeed<Message, Answer>,
  ): Watch {
    const watch = new LedgerWatch(feed, {
      join: () =>
        void this.#open().then((socket) => {
          if (socket.connected) watch.subscribe(socket);
        }),
      heard: () => {
        this.#heard();
      },
      closed: () => {
        watches.delete(watch);
        void this.#socket?.then((socket) => {
          if (socket.connected) feed.unsubscribe(socket);
        });
      },
    });
    watches.add(watch);
    watch.join();
    return watch;
  }

  /** Reads of ledgers. Each new connection requests them again. */
  #readers(): Pick<LedgerWatch<never, never>, 'join' | 'disconnected'>[] {
    return [...this.#events, ...this.#blocks];
  }

  #open(): Promise<LiveSocket> {
    if (this.#socket === null) {
      this.#socket = this.#connect();
      this.#timer = setInterval(() => {
        this.#probe();
      }, PROBE_EVERY_MS);
    }
    return this.#socket;
  }

  async #connect(): Promise<LiveSocket> {
    this.#become('connecting');
    const socket = await this.#options.connect(this.#options.token);
    socket.on('connect', () => {
      this.#heard();
      this.#become('live');
      for (const watch of this.#watches) watch.rejoin();
      for (const watch of this.#readers()) watch.join();
    });
    socket.on('disconnect', (reason) => {
      if (this.#connection !== 'idle') this.#become('reconnecting');
      for (const watch of this.#watches) watch.disconnected();
      for (const watch of this.#readers()) watch.disconnected();
      // Socket.IO leaves it to the client when it was the server who hung up, as at an API restart.
      if (reason === 'io server disconnect' && this.#connection !== 'idle') socket.connect();
    });
    socket.on('connect_error', () => {
      this.#become('reconnecting');
      for (const watch of this.#readers()) watch.disconnected();
      // A refused handshake ends Socket.IO's own attempts; the token may be fresh by the next one.
      if (!socket.active) setTimeout(() => this.#socket !== null && socket.connect(), 5_000);
    });
    socket.on('event', (event) => {
      this.#deliver(event);
    });
    socket.on('values', (message) => {
      this.#deliverValues(message);
    });
    socket.on('gap', (gap) => {
      this.#gap(gap);
    });
    socket.on('chaincodeEvents', (message: ChaincodeEventsMessage) => {
      this.#heard();
      for (const watch of this.#events) if (watch.key === message.subscription) watch.received(message);
    });
    socket.on('blocks', (message: BlocksMessage) => {
      this.#heard();
      for (const watch of this.#blocks) if (watch.key === message.channelId) watch.received(message);
    });
    return socket;
  }

  #deliver(event: LiveEvent): void {
    this.#heard();
    for (const watch of this.#inRoom(event.room)) watch.received(event);
  }

  #deliverValues({ room, values }: LiveValues): void {
    this.#heard();
    for (const watch of this.#inRoom(room)) watch.receivedValues(values);
  }

  #gap(gap: LiveGap): void {
    this.#heard();
    for (const watch of this.#inRoom(gap.room)) watch.gap(gap.firstSeq);
  }

  #probe(): void {
    this.#stale = this.#watches.size > 0 && Date.now() - this.#heardAt > STALE_AFTER_MS;
    this.#tell();
    for (const watch of this.#watches) watch.probe();
  }

  #become(connection: Exclude<FeedState, 'stale'>): void {
    this.#connection = connection;
    this.#tell();
  }

  #tell(): void {
    this.#options.changed(this.state, this.#heardAt);
  }

  #heard(): void {
    this.#heardAt = Date.now();
    this.#stale = false;
    this.#tell();
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

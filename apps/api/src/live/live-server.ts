import type { Server as HttpServer } from 'node:http';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { LIVE_NAMESPACE, type ClientToServer, type LiveEvent, type ServerToClient } from '@heddle/contracts';
import { createRedis, LiveSubscriber } from '@heddle/queue';
import type { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { unauthenticated } from '../auth/access-tokens';
import { eventWithWarnings } from '../chains/sandbox-warning';
import { streamError } from '../http/logged-error';
import { Metrics } from '../metrics/metrics';
import { Resources } from '../resources';
import { LedgerFeeds } from './ledger-feeds';
import { LiveConnection } from './live-connection';
import { LiveFeed, roomHistory } from './live-feed';
import type { SocketData } from './live-socket';
import { SocketAccess } from './socket-access';

type Io = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
type Feed = ReturnType<Io['of']>;

/** How often rooms are compared with the database, for messages that Redis lost, and sessions are checked. */
const CHECK_MS = 5_000;
/** A client's request is the name of a room. */
const MOST_BYTES = 4_096;

/**
 * Socket.IO on the API's server. Every replica receives all events over Redis and passes on those that its sockets
 * subscribed to.
 */
@Injectable()
export class LiveServer implements BeforeApplicationShutdown {
  readonly #feed = new LiveFeed();
  #io: Io | undefined;
  #redis: Redis | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly resources: Resources,
    private readonly access: SocketAccess,
    private readonly metrics: Metrics,
    private readonly ledgers: LedgerFeeds,
  ) {}

  attach(http: HttpServer): void {
    this.#io = new Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>(http, {
      serveClient: false,
      maxHttpBufferSize: MOST_BYTES,
      destroyUpgradeTimeout: 5_000,
    });
    const namespace = this.#io.of(LIVE_NAMESPACE);
    namespace.use((socket, next) => {
      this.access.principal(socket.handshake.auth['token']).then(
        (principal) => {
          socket.data.principal = principal;
          next();
        },
        () => {
          next(unauthenticated());
        },
      );
    });
    const { database, log, settings } = this.resources;
    const context = {
      feed: this.#feed,
      history: roomHistory(database),
      store: database.store,
      completed: (event: LiveEvent) => eventWithWarnings(settings, event),
      feeds: this.ledgers.chaincodes,
      blocks: this.ledgers.blocks,
      problem: (error: unknown) => streamError(error, log).toProblem(),
      onError: this.#warn,
    };
    namespace.on('connection', (socket) => {
      this.metrics.sockets.inc();
      socket.on('disconnect', () => {
        this.metrics.sockets.dec();
      });
      new LiveConnection(socket, context);
    });
    this.#listen();
    this.#timer = setInterval(() => {
      this.#check(namespace).catch(this.#warn);
    }, CHECK_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#io?.disconnectSockets(true);
    this.#io?.engine.close();
    this.#redis?.disconnect();
    await Promise.resolve();
  }

  readonly #warn = (error: unknown): void => {
    this.resources.log.warn({ err: error }, 'live feed');
  };

  #listen(): void {
    const { settings, log } = this.resources;
    this.#redis = createRedis(settings.redis, 'blocking');
    this.#redis.on('error', (error) => {
      log.warn({ err: error.message }, 'redis of the live feed');
    });
    const subscriber = new LiveSubscriber({
      redis: this.#redis,
      prefix: settings.redis.prefix,
      log,
      onEvent: (event) => {
        this.#feed.offer(event);
      },
      onValues: (message) => {
        this.#feed.offerValues(message);
      },
      onReconnect: () => {
        this.#checkRooms().catch(this.#warn);
      },
    });
    subscriber.start().catch(this.#warn);
  }

  async #check(namespace: Feed): Promise<void> {
    await this.#checkRooms();
    await this.#endSignedOut(namespace);
  }

  #checkRooms(): Promise<void> {
    return this.#feed.check((rooms) => this.resources.database.store.live.lastSeqs(rooms));
  }

  async #endSignedOut(namespace: Feed): Promise<void> {
    const sockets = [...namespace.sockets.values()];
    for (const sessionId of new Set(sockets.map(({ data }) => data.principal.sessionId))) {
      if (await this.access.isAlive({ sessionId })) continue;
      for (const socket of sockets) if (socket.data.principal.sessionId === sessionId) socket.disconnect(true);
    }
  }
}

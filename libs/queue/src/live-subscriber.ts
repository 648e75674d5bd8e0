import { LivePayload, type LiveEvent, Room } from '@heddle/contracts';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { liveChannel } from './live-publisher';
import type { Logger } from './logger';

const LiveEvents = z.array(z.strictObject({ room: Room, seq: z.int(), at: z.string(), payload: LivePayload }));

export interface LiveSubscriberOptions {
  /** A dedicated connection: a subscribed connection accepts no other commands. */
  redis: Redis;
  prefix: string;
  log: Logger;
  /**
   * Called for each published event in the order of arrival. Events may repeat or be missing: compare `seq` with what
   * was delivered and read the rest with `readRoom`.
   */
  onEvent: (event: LiveEvent) => void;
  /** The connection was lost and restored: events may have been missed. */
  onReconnect?: () => void;
}

/** Receives what every worker and API replica publishes. */
export class LiveSubscriber {
  readonly #options: LiveSubscriberOptions;

  constructor(options: LiveSubscriberOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { redis, prefix, onReconnect } = this.#options;
    redis.on('message', (_channel: string, message: string) => {
      this.#receive(message);
    });
    await redis.subscribe(liveChannel(prefix));
    redis.on('ready', () => onReconnect?.());
  }

  async stop(): Promise<void> {
    await this.#options.redis.quit();
  }

  #receive(message: string): void {
    const { log, onEvent } = this.#options;
    const events = parse(message);
    if (events === null) {
      log.warn({}, 'A message on the live channel is not a list of events');
      return;
    }
    for (const event of events) onEvent(event);
  }
}

function parse(message: string): LiveEvent[] | null {
  try {
    const parsed = LiveEvents.safeParse(JSON.parse(message));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

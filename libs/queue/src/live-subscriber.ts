import { LiveValues, Room, StoredPayload, type LiveEvent } from '@heddle/contracts';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { liveChannel, valuesChannel } from './live-publisher';
import type { Logger } from './logger';

const LiveEvents = z.array(z.strictObject({ room: Room, seq: z.int(), at: z.string(), payload: StoredPayload }));

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
  /** Called for each published message of transient values. */
  onValues: (message: LiveValues) => void;
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
    redis.on('message', (channel: string, message: string) => {
      if (channel === valuesChannel(prefix)) this.#receiveValues(message);
      else this.#receive(message);
    });
    await redis.subscribe(liveChannel(prefix), valuesChannel(prefix));
    redis.on('ready', () => onReconnect?.());
  }

  async stop(): Promise<void> {
    await this.#options.redis.quit();
  }

  #receive(message: string): void {
    const { log, onEvent } = this.#options;
    const events = parse(LiveEvents, message);
    if (events === null) {
      log.warn({}, 'A message on the live channel is not a list of events');
      return;
    }
    for (const event of events) onEvent(event);
  }

  #receiveValues(message: string): void {
    const { log, onValues } = this.#options;
    const values = parse(LiveValues, message);
    if (values === null) log.warn({}, 'A message of transient values is not valid');
    else onValues(values);
  }
}

function parse<Message>(schema: z.ZodType<Message>, message: string): Message | null {
  try {
    const parsed = schema.safeParse(JSON.parse(message));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

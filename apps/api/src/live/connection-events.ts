import { SubscribeChaincodeEvents, api, type ChaincodeEventsAck, type Problem } from '@heddle/contracts';
import { assertAllowed } from '../auth/access.guard';
import type { ChaincodeFeeds, FeedSeat } from '../chaincode-events/feed/chaincode-feeds';
import { sizeOf, type EventPlace } from '../chaincode-events/feed/event-backlog';
import type { FeedSink } from '../chaincode-events/feed/feed-subscription';
import { ApiError, invalidField } from '../errors/api-error';
import type { LiveSocket } from './live-socket';
import type { SendWindow } from './send-window';

export interface ConnectionEventsContext {
  readonly feeds: Pick<ChaincodeFeeds, 'height' | 'join'>;
  readonly window: SendWindow;
  readonly problem: (error: unknown) => Problem;
  readonly onError: (error: unknown) => void;
}

const MOST_SUBSCRIPTIONS = 20;

/** A subscription from its request on; `seat` is set once it is in a feed. */
interface Slot {
  seat?: FeedSeat;
}

/** The chaincodes whose events one client of the live feed receives. */
export class ConnectionEvents {
  readonly #socket: LiveSocket;
  readonly #context: ConnectionEventsContext;
  readonly #slots = new Map<string, Slot>();

  constructor(socket: LiveSocket, context: ConnectionEventsContext) {
    this.#socket = socket;
    this.#context = context;
    socket.on('subscribeChaincodeEvents', (request: unknown, acknowledge: unknown) => {
      this.#answer(request, acknowledge).catch(context.onError);
    });
    socket.on('unsubscribeChaincodeEvents', (request: unknown, acknowledge) => {
      this.#leave(subscriptionNamed(request));
      if (typeof acknowledge === 'function') acknowledge();
    });
    socket.on('disconnect', () => {
      for (const name of this.#slots.keys()) this.#leave(name);
    });
    socket.conn.on('drain', () => {
      for (const { seat } of this.#slots.values()) seat?.catchUp();
    });
  }

  async #answer(request: unknown, acknowledge: unknown): Promise<void> {
    const reply = (answer: ChaincodeEventsAck): void => {
      if (typeof acknowledge === 'function') (acknowledge as (answer: ChaincodeEventsAck) => void)(answer);
    };
    try {
      await this.#subscribe(request, reply);
    } catch (error) {
      reply({ ok: false, subscription: subscriptionNamed(request), problem: this.#context.problem(error) });
    }
  }

  async #subscribe(request: unknown, reply: (answer: ChaincodeEventsAck) => void): Promise<void> {
    const wanted = parsed(request);
    assertAllowed(this.#socket.data.principal, api.chaincodes.events.access);
    const slot = this.#take(wanted.subscription);
    try {
      const seat = await this.#seat(wanted, slot);
      if (seat === undefined) return;
      reply({ ok: true, subscription: wanted.subscription, fromBlock: seat.fromBlock });
      seat.begin();
    } catch (error) {
      this.#free(wanted.subscription, slot);
      throw error;
    }
  }

  /** A second subscription to the same name replaces the first one. */
  #take(name: string): Slot {
    this.#leave(name);
    if (this.#slots.size >= MOST_SUBSCRIPTIONS) {
      throw new ApiError(
        'too_many_requests',
        `A connection can subscribe to at most ${String(MOST_SUBSCRIPTIONS)} chaincodes.`,
        {
          remedy: 'Unsubscribe from one of them.',
        },
      );
    }
    const slot = {};
    this.#slots.set(name, slot);
    return slot;
  }

  /** @returns undefined if the client left or subscribed again before the answer */
  async #seat({ subscription, ...wanted }: SubscribeChaincodeEvents, slot: Slot): Promise<FeedSeat | undefined> {
    const { chainId, channelId, chaincodeId } = wanted;
    const key = { chainId, channelId, chaincodeId };
    const height = await this.#context.feeds.height(key);
    if (this.#slots.get(subscription) !== slot) return undefined;
    const place = placeOf(wanted);
    const sink = this.#sink(subscription, slot);
    slot.seat = this.#context.feeds.join({ key, height, sink, ...(place !== undefined && { place }) });
    return slot.seat;
  }

  #sink(subscription: string, slot: Slot): FeedSink {
    const { window } = this.#context;
    return {
      writable: () => window.writable(),
      event: (event) => {
        window.sent(sizeOf(event));
        this.#socket.emit('chaincodeEvents', { type: 'event', subscription, event });
      },
      gap: (place, toBlock) => {
        window.sent();
        this.#socket.emit('chaincodeEvents', { type: 'gap', subscription, ...place, toBlock });
      },
      state: (state) => {
        this.#socket.emit('chaincodeEvents', { type: 'state', subscription, state });
      },
      ended: (problem) => {
        this.#free(subscription, slot);
        this.#socket.emit('chaincodeEvents', { type: 'ended', subscription, problem });
      },
    };
  }

  #leave(name: string): void {
    const slot = this.#slots.get(name);
    if (slot !== undefined) this.#free(name, slot);
  }

  #free(name: string, slot: Slot): void {
    slot.seat?.leave();
    if (this.#slots.get(name) === slot) this.#slots.delete(name);
  }
}

function parsed(request: unknown): SubscribeChaincodeEvents {
  const result = SubscribeChaincodeEvents.safeParse(request);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalidField(issue?.path.join('.') ?? 'subscription', issue?.message ?? 'not valid');
}

function placeOf({
  fromBlock,
  afterTransactionId,
}: Pick<SubscribeChaincodeEvents, 'fromBlock' | 'afterTransactionId'>): EventPlace | undefined {
  if (fromBlock === undefined) return undefined;
  return { fromBlock, ...(afterTransactionId !== undefined && { afterTransactionId }) };
}

/** The subscription in a message of unknown format. */
function subscriptionNamed(request: unknown): string {
  if (typeof request !== 'object' || request === null || !('subscription' in request)) return '';
  return typeof request.subscription === 'string' ? request.subscription.slice(0, 60) : '';
}

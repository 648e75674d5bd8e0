import type {
  BlockSummary,
  BlocksAck,
  ChaincodeEventsAck,
  ChaincodeEventsMessage,
  ClientToServer,
  Room,
  StoredPayload,
  SubscribeAck,
  TransientPayload,
} from '@heddle/contracts';

type EventsRequest = Parameters<ClientToServer['subscribeChaincodeEvents']>[0];
/** What a subscription of chaincode events is sent, whatever its name. */
type AddressedLater = ChaincodeEventsMessage extends infer Message
  ? Message extends ChaincodeEventsMessage
    ? Omit<Message, 'subscription'>
    : never
  : never;
type Listener = (argument: never) => void;

/** The server's end of the live feed, played by a spec: acknowledges every subscription and sends what the spec wants. */
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

  /** Subscriptions of chaincode events, in the order of their requests; `refusal` is the answer to the next one. */
  readonly eventRequests: EventsRequest[] = [];
  readonly unsubscribed: string[] = [];
  /** Number of blocks that every channel has when it is subscribed to. */
  height = 0;
  refusal: Extract<ChaincodeEventsAck, { ok: false }>['problem'] | null = null;

  emit(name: string, request: unknown, acknowledge?: (answer: never) => void): this {
    if (name === 'subscribe') this.#subscribe(request as { room: string }, acknowledge);
    if (name === 'subscribeChaincodeEvents') this.#follow(request as EventsRequest, acknowledge);
    if (name === 'subscribeBlocks') this.#hearBlocks(request as { channelId: string }, acknowledge);
    if (name === 'unsubscribeChaincodeEvents') this.unsubscribed.push((request as EventsRequest).subscription);
    return this;
  }

  connect(): void {
    this.connected = true;
  }

  disconnect(): void {
    this.connected = false;
  }

  /** The connection breaks. */
  drop(): void {
    this.connected = false;
    this.#deliver('disconnect', 'transport close');
  }

  /** The connection is there again. */
  back(): void {
    this.connected = true;
    this.#deliver('connect', undefined);
  }

  /** Publishes to the newest subscription of chaincode events. */
  publish(message: AddressedLater): void {
    this.#deliver('chaincodeEvents', { ...message, subscription: this.eventRequests.at(-1)?.subscription });
  }

  /** Blocks are committed to a channel; the height follows from the last of them. */
  commit(channelId: string, blocks: readonly BlockSummary[]): void {
    this.height = (blocks.at(-1)?.number ?? -1) + 1;
    this.#deliver('blocks', { type: 'blocks', channelId, height: this.height, blocks });
  }

  /** Values of a room, without a sequence. */
  measure(room: Room, ...values: readonly TransientPayload[]): void {
    this.#deliver('values', { room, values });
  }

  send(room: Room, payload: StoredPayload): void {
    const seq = (this.#seqs.get(room) ?? 0) + 1;
    this.#seqs.set(room, seq);
    const event = { room, seq, at: '2026-01-01T00:00:00.000Z', payload };
    this.#deliver('event', event);
  }

  #subscribe({ room }: { room: string }, acknowledge?: (answer: never) => void): void {
    const lastSeq = this.#seqs.get(room) ?? 0;
    const answer: SubscribeAck = { ok: true, room: room as Room, lastSeq };
    queueMicrotask(() => acknowledge?.(answer as never));
  }

  #hearBlocks({ channelId }: { channelId: string }, acknowledge?: (answer: never) => void): void {
    const answer: BlocksAck = { ok: true, channelId, height: this.height };
    queueMicrotask(() => acknowledge?.(answer as never));
  }

  #follow(request: EventsRequest, acknowledge?: (answer: never) => void): void {
    this.eventRequests.push(request);
    const { subscription, fromBlock = 5 } = request;
    const { refusal } = this;
    this.refusal = null;
    const answer: ChaincodeEventsAck =
      refusal === null ? { ok: true, subscription, fromBlock } : { ok: false, subscription, problem: refusal };
    queueMicrotask(() => {
      acknowledge?.(answer as never);
      if (answer.ok) this.publish({ type: 'state', state: 'live' });
    });
  }

  #deliver(name: string, value: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (value: unknown) => void)(value);
  }
}

import type {
  ChaincodeEventsAck,
  ChaincodeEventsMessage,
  ClientToServer,
  LivePayload,
  NewBlock,
  Room,
  SubscribeAck,
  WatchBlocksAck,
} from '@heddle/contracts';

type EventsRequest = Parameters<ClientToServer['subscribeChaincodeEvents']>[0];
/** What a subscription of chaincode events tells, whatever its name. */
type Told = ChaincodeEventsMessage extends infer Message
  ? Message extends ChaincodeEventsMessage
    ? Omit<Message, 'subscription'>
    : never
  : never;
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

  /** Subscriptions of chaincode events, in the order of their requests; `refusal` is the answer to the next one. */
  readonly eventRequests: EventsRequest[] = [];
  readonly unsubscribed: string[] = [];
  refusal: Extract<ChaincodeEventsAck, { ok: false }>['problem'] | null = null;

  emit(name: string, request: unknown, acknowledge?: (answer: never) => void): this {
    if (name === 'subscribe') this.#subscribe(request as { room: string }, acknowledge);
    if (name === 'subscribeChaincodeEvents') this.#follow(request as EventsRequest, acknowledge);
    if (name === 'watchBlocks') this.#watchBlocks(request as { channelId: string }, acknowledge);
    if (name === 'unsubscribeChaincodeEvents') this.unsubscribed.push((request as EventsRequest).subscription);
    return this;
  }

  /** Blocks of each channel as a watch is told of them. */
  height = 0;

  connect(): void {
    this.connected = true;
  }

  disconnect(): void {
    this.connected = false;
  }

  /** The connection breaks. */
  drop(): void {
    this.connected = false;
    this.#tell('disconnect', 'transport close');
  }

  /** The connection is there again. */
  back(): void {
    this.connected = true;
    this.#tell('connect', undefined);
  }

  block(message: NewBlock): void {
    this.#tell('block', message);
  }

  /** Tells the newest subscription of chaincode events. */
  tell(told: Told): void {
    this.#tell('chaincodeEvents', { ...told, subscription: this.eventRequests.at(-1)?.subscription });
  }

  send(room: Room, payload: LivePayload): void {
    const seq = (this.#seqs.get(room) ?? 0) + 1;
    this.#seqs.set(room, seq);
    const event = { room, seq, at: '2026-01-01T00:00:00.000Z', payload };
    this.#tell('event', event);
  }

  #subscribe({ room }: { room: string }, acknowledge?: (answer: never) => void): void {
    const lastSeq = this.#seqs.get(room) ?? 0;
    const answer: SubscribeAck = { ok: true, room: room as Room, lastSeq };
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
      if (answer.ok) this.tell({ type: 'state', state: 'live' });
    });
  }

  #watchBlocks({ channelId }: { channelId: string }, acknowledge?: (answer: never) => void): void {
    const answer: WatchBlocksAck = { ok: true, channelId, height: this.height };
    queueMicrotask(() => acknowledge?.(answer as never));
  }

  #tell(name: string, value: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (value: unknown) => void)(value);
  }
}

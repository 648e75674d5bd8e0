import * as fc from 'fast-check';
import type { ChaincodeEvent, Problem } from '@heddle/contracts';
import { ChaincodeFeed, type EventSource } from './chaincode-feed';
import type { EventPlace } from './event-backlog';
import type { FeedSink, FeedState, FeedSubscription } from './feed-subscription';

const transaction = (index: number): string => index.toString(16).padStart(64, '0');
const eventOf = (blockNumber: number, index: number, size = 0): ChaincodeEvent => ({
  type: 'event',
  blockNumber,
  transactionId: transaction(index),
  name: 'Sold',
  payload: ' '.repeat(size),
  payloadBase64: '',
});
const problem: Problem = { type: '', title: '', status: 409, code: 'invalid_state', detail: 'The chain is stopped.' };

class Broken extends Error {
  constructor(readonly passing: boolean) {
    super('broken');
  }
}

/** A ledger in memory whose streams the spec breaks. */
class MemoryLedger implements EventSource {
  readonly events: ChaincodeEvent[] = [];
  readonly opened: EventPlace[] = [];
  away: Broken | undefined;
  #wake: (() => void)[] = [];

  emit(event: ChaincodeEvent): void {
    this.events.push(event);
    this.#turn();
  }

  fail(error: Broken): void {
    this.away = error;
    this.#turn();
  }

  check(): Promise<void> {
    return this.away === undefined ? Promise.resolve() : Promise.reject(this.away);
  }

  open(place: EventPlace, signal: AbortSignal): Promise<AsyncGenerator<ChaincodeEvent>> {
    if (this.away !== undefined) return Promise.reject(this.away);
    this.opened.push(place);
    signal.addEventListener('abort', () => {
      this.#turn();
    });
    return Promise.resolve(this.#read(place, signal));
  }

  isPassing = (error: unknown): boolean => error instanceof Broken && error.passing;
  problem = (): Problem => problem;

  async *#read(place: EventPlace, signal: AbortSignal): AsyncGenerator<ChaincodeEvent> {
    const known = this.events.findIndex(({ transactionId }) => transactionId === place.afterTransactionId);
    const first = this.events.findIndex(({ blockNumber }) => blockNumber >= place.fromBlock);
    let next = known >= 0 ? known + 1 : first < 0 ? this.events.length : first;
    while (!signal.aborted) {
      if (this.away !== undefined) throw this.away;
      const event = this.events[next];
      if (event === undefined) {
        await new Promise<void>((resolve) => this.#wake.push(resolve));
        continue;
      }
      next += 1;
      yield event;
    }
  }

  #turn(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

class Client implements FeedSink {
  readonly seen: number[] = [];
  readonly gaps: [EventPlace, number][] = [];
  readonly states: FeedState[] = [];
  readonly problems: Problem[] = [];
  last: EventPlace | undefined;
  capacity = Number.POSITIVE_INFINITY;

  writable(): boolean {
    return this.seen.length < this.capacity;
  }
  event({ blockNumber, transactionId }: ChaincodeEvent): void {
    this.seen.push(Number.parseInt(transactionId, 16));
    this.last = { fromBlock: blockNumber, afterTransactionId: transactionId };
  }
  gap(place: EventPlace, toBlock: number): void {
    this.gaps.push([place, toBlock]);
  }
  state(state: FeedState): void {
    this.states.push(state);
  }
  ended(problem: Problem): void {
    this.problems.push(problem);
  }
}

const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; turns < 20_000 && !condition(); turns += 1) await turn();
  expect(condition()).toBe(true);
}

describe('a feed of chaincode events', () => {
  const feeds: ChaincodeFeed[] = [];
  const ended: ChaincodeFeed[] = [];
  afterEach(() => {
    for (const feed of feeds.splice(0)) feed.stop();
  });

  function feedOf(source: EventSource, fromBlock = 0): ChaincodeFeed {
    const feed: ChaincodeFeed = new ChaincodeFeed({ source, fromBlock, pauseMs: 1, onEnd: () => ended.push(feed) });
    feeds.push(feed);
    void feed.run();
    return feed;
  }
  function hear(feed: ChaincodeFeed, client: Client, place: EventPlace = { fromBlock: 0 }): FeedSubscription {
    const subscription = feed.subscribe(place, client);
    subscription.begin(feed.state);
    return subscription;
  }

  it('opens one stream for all its clients, each from its own position', async () => {
    const ledger = new MemoryLedger();
    for (const index of upTo(6)) ledger.emit(eventOf(Math.ceil(index / 3), index));
    const feed = feedOf(ledger);
    const [all, within, behind, ahead] = [new Client(), new Client(), new Client(), new Client()];
    hear(feed, all);
    hear(feed, within, { fromBlock: 1, afterTransactionId: transaction(2) });
    await until(() => all.seen.length === 6);
    hear(feed, behind, { fromBlock: 2, afterTransactionId: transaction(4) });
    hear(feed, ahead, { fromBlock: 3, afterTransactionId: transaction(7) });
    ledger.emit(eventOf(3, 7));
    ledger.emit(eventOf(3, 8));
    await until(() => all.seen.length === 8);
    expect([all, within, behind, ahead].map(({ seen }) => seen)).toEqual([upTo(8), upTo(8, 3), upTo(8, 5), [8]]);
    expect(ledger.opened).toEqual([{ fromBlock: 0 }]);
    expect(all.gaps).toEqual([]);
  });

  it('reports that it reconnects, and continues after the last event', async () => {
    const ledger = new MemoryLedger();
    const client = new Client();
    hear(feedOf(ledger), client);
    ledger.emit(eventOf(1, 1));
    await until(() => client.seen.length === 1);
    ledger.fail(new Broken(true));
    await until(() => client.states.includes('reconnecting'));
    ledger.emit(eventOf(1, 2));
    ledger.away = undefined;
    await until(() => client.seen.length === 2);
    expect([client.seen, client.states, client.gaps]).toEqual([[1, 2], ['live', 'reconnecting', 'live'], []]);
    expect(ledger.opened.at(-1)).toEqual({ fromBlock: 1, afterTransactionId: transaction(1) });
  });

  it('ends with a permanent failure and its reason', async () => {
    const ledger = new MemoryLedger();
    const client = new Client();
    const feed = feedOf(ledger);
    hear(feed, client);
    ledger.fail(new Broken(false));
    await until(() => client.problems.length === 1);
    expect([client.problems, feed.size, ended.includes(feed)]).toEqual([[problem], 0, true]);
  });

  it('keeps few events for a slow client, and reports omitted ones', async () => {
    const ledger = new MemoryLedger();
    const [slow, quick] = [new Client(), new Client()];
    slow.capacity = 10;
    const feed = feedOf(ledger);
    const subscription = hear(feed, slow);
    hear(feed, quick);
    for (const index of upTo(400)) ledger.emit(eventOf(index, index));
    await until(() => quick.seen.length === 400);
    slow.capacity = 20;
    subscription.catchUp();
    expect(slow.seen).toEqual(upTo(20));
    for (const index of upTo(1_000, 401)) ledger.emit(eventOf(index, index));
    await until(() => quick.seen.length === 1_000);
    slow.capacity = Number.POSITIVE_INFINITY;
    subscription.catchUp();
    expect(slow.gaps).toEqual([[{ fromBlock: 20, afterTransactionId: transaction(20) }, 501]]);
    expect(slow.seen).toEqual([...upTo(20), ...upTo(1_000, 501)]);
  });

  it('also limits kept events by size, and delivers events of any size', async () => {
    const ledger = new MemoryLedger();
    const [quick, late] = [new Client(), new Client()];
    const feed = feedOf(ledger);
    hear(feed, quick);
    for (const index of upTo(6)) ledger.emit(eventOf(index, index, 5 * 1_048_576));
    await until(() => quick.seen.length === 6);
    hear(feed, late);
    expect([late.gaps, late.seen]).toEqual([[[{ fromBlock: 0 }, 6]], [6]]);
  });

  it('reports events before a position that is too old as omitted', async () => {
    const ledger = new MemoryLedger();
    ledger.emit(eventOf(1, 1));
    ledger.emit(eventOf(50, 2));
    const client = new Client();
    hear(feedOf(ledger, 40), client, { fromBlock: 1, afterTransactionId: transaction(1) });
    await until(() => client.seen.length === 1);
    expect(client.gaps).toEqual([[{ fromBlock: 1, afterTransactionId: transaction(1) }, 40]]);
  });

  it('sends nothing to a client that left', async () => {
    const ledger = new MemoryLedger();
    const [left, stays] = [new Client(), new Client()];
    const feed = feedOf(ledger);
    feed.remove(hear(feed, left));
    hear(feed, stays);
    ledger.emit(eventOf(1, 1));
    await until(() => stays.seen.length === 1);
    expect([left.seen, feed.size]).toEqual([[], 1]);
  });

  it('delivers every event once and in order, despite broken streams, slow clients and reconnects', async () => {
    const step = fc.constantFrom('emit' as const, 'sibling', 'break', 'mend', 'slow', 'drain', 'return', 'turn');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const ledger = new MemoryLedger();
        const feed = feedOf(ledger);
        const client = new Client();
        let subscription = hear(feed, client);
        let block = 0;
        const emit = (): void => {
          ledger.emit(eventOf(block, ledger.events.length + 1));
        };
        const actions: Record<(typeof steps)[number], () => unknown> = {
          turn,
          sibling: emit,
          emit: () => {
            block += 1;
            emit();
          },
          break: () => {
            ledger.fail(new Broken(true));
          },
          mend: () => (ledger.away = undefined),
          slow: () => (client.capacity = client.seen.length + 1),
          drain: () => {
            client.capacity = Number.POSITIVE_INFINITY;
            subscription.catchUp();
          },
          return: () => {
            feed.remove(subscription);
            subscription = hear(feed, client, client.last);
          },
        };
        for (const action of steps) await actions[action]();
        ledger.away = undefined;
        actions.drain();
        await until(() => client.seen.length >= ledger.events.length);
        expect(client.seen).toEqual(upTo(ledger.events.length));
        expect(client.gaps).toEqual([]);
        feed.stop();
      }),
      { seed: 20_261_128, numRuns: 200 },
    );
  });
});

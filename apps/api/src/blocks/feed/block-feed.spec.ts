import { BLOCKS_PER_MESSAGE, type BlockSummary, type Problem } from '@heddle/contracts';
import { BlockFeed, type BlockSink, type BlockSource } from './block-feed';

const blockOf = (number: number): BlockSummary => ({
  number,
  hash: '',
  previousHash: '',
  dataHash: '',
  at: null,
  transactions: 1,
  validTransactions: 1,
  size: 1,
});
const problem: Problem = { type: '', title: '', status: 409, code: 'invalid_state', detail: 'The chain is stopped.' };

class Broken extends Error {
  constructor(readonly passing: boolean) {
    super('broken');
  }
}

/** A peer whose stream yields committed blocks and breaks on request. */
class MemoryPeer implements BlockSource {
  readonly opened: number[] = [];
  height = 0;
  #failure: Broken | undefined;
  #wake: (() => void)[] = [];

  commit(count: number): void {
    this.height += count;
    this.#turn();
  }

  fail(passing: boolean): void {
    this.#failure = new Broken(passing);
    this.#turn();
  }

  check = (): Promise<void> => Promise.resolve();
  isPassing = (error: unknown): boolean => error instanceof Broken && error.passing;
  problem = (): Problem => problem;

  open(from: number, signal: AbortSignal): Promise<AsyncGenerator<BlockSummary>> {
    this.opened.push(from);
    signal.addEventListener('abort', () => {
      this.#turn();
    });
    return Promise.resolve(this.#read(from, signal));
  }

  async *#read(from: number, signal: AbortSignal): AsyncGenerator<BlockSummary> {
    for (let next = from; !signal.aborted;) {
      const failure = this.#failure;
      this.#failure = undefined;
      if (failure !== undefined) throw failure;
      if (next < this.height) yield blockOf(next++);
      else await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  #turn(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

class Page implements BlockSink {
  readonly messages: { height: number; numbers: number[] }[] = [];
  readonly problems: Problem[] = [];
  reads = true;

  get height(): number {
    return this.messages.at(-1)?.height ?? 0;
  }
  writable(): boolean {
    return this.reads;
  }
  blocks(height: number, blocks: readonly BlockSummary[]): void {
    this.messages.push({ height, numbers: blocks.map(({ number }) => number) });
  }
  ended(why: Problem): void {
    this.problems.push(why);
  }
}

const upTo = (last: number, first: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition() && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  expect(condition()).toBe(true);
}

describe('the blocks of a channel', () => {
  const peer = new MemoryPeer();
  const ended = jest.fn();
  let feed: BlockFeed;

  beforeEach(() => {
    peer.opened.splice(0);
    feed = new BlockFeed({ source: peer, height: peer.height, pauseMs: 1, gatherMs: 5, onEnd: ended });
    void feed.run();
  });
  afterEach(() => {
    feed.stop();
  });

  it('reach every page of the channel over one stream, in one message per interval', async () => {
    const [one, two] = [new Page(), new Page()];
    const start = peer.height;
    feed.add(one);
    feed.add(two);
    peer.commit(3);
    await until(() => one.height === start + 3 && two.height === start + 3);
    expect(one.messages).toEqual([{ height: start + 3, numbers: upTo(start + 2, start) }]);
    expect([two.messages, peer.opened]).toEqual([one.messages, [start]]);
  });

  it('are limited to the newest for a page that reads slowly', async () => {
    const [slow, quick] = [new Page(), new Page()];
    slow.reads = false;
    const seat = feed.add(slow);
    feed.add(quick);
    peer.commit(100);
    await until(() => quick.height === peer.height);
    expect(slow.messages).toEqual([]);
    slow.reads = true;
    feed.catchUp(seat);
    const newest = upTo(peer.height - 1, peer.height - BLOCKS_PER_MESSAGE);
    expect(slow.messages).toEqual([{ height: peer.height, numbers: newest }]);
  });

  it('continue from the same position after a peer disconnected', async () => {
    const page = new Page();
    feed.add(page);
    peer.commit(1);
    await until(() => page.height === peer.height);
    peer.fail(true);
    await until(() => peer.opened.length === 2);
    peer.commit(1);
    await until(() => page.height === peer.height);
    expect(peer.opened[1]).toBe(peer.height - 1);
    expect(page.messages.flatMap(({ numbers }) => numbers)).toEqual([peer.height - 2, peer.height - 1]);
  });

  it('end with a permanent failure and its reason', async () => {
    const page = new Page();
    feed.add(page);
    peer.fail(false);
    await until(() => page.problems.length === 1);
    expect([page.problems, feed.size, ended.mock.calls.length]).toEqual([[problem], 0, 1]);
  });
});

import type { BlockSummary } from '@heddle/contracts';
import { until } from '../../testing/api-under-test';
import { BlockFeed, type BlockSink } from './block-feed';

const summary = (number: number): BlockSummary => ({
  number,
  hash: '',
  previousHash: '',
  dataHash: '',
  at: null,
  transactions: 1,
  validTransactions: 1,
  size: 1,
});

/** A client that was told these blocks, and takes more only while `open`. */
class Client implements BlockSink {
  readonly told: number[] = [];
  open = true;
  writable(): boolean {
    return this.open;
  }
  block({ number }: BlockSummary): void {
    this.told.push(number);
  }
}

/** A feed above streams that yield these blocks, one list after the other, and then wait for the abort. */
function feedOf(streams: (number[] | Error)[], isFinal = false) {
  const opened: number[] = [];
  const feed = new BlockFeed<number>({
    source: {
      async *open(from, signal) {
        opened.push(from);
        const stream = streams.shift();
        if (stream instanceof Error) throw stream;
        yield* stream ?? [];
        if (streams.length > 0) return;
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve, { once: true });
        });
      },
      summaryOf: summary,
      isFinal: () => isFinal,
    },
    height: 5,
    coalesceMs: 1,
    pauseMs: 1,
    onFailure: () => undefined,
  });
  return { feed, opened };
}

describe('the blocks of a channel', () => {
  it('are told as their newest when many come at once', async () => {
    const { feed } = feedOf([[5, 6, 7]]);
    const client = new Client();
    feed.add(client);
    const running = feed.run();
    await until(() => client.told.length > 0);
    expect(client.told).toEqual([7]);
    feed.stop();
    await running;
  });

  it('go on after the last one when the stream ends or fails', async () => {
    const { feed, opened } = feedOf([[5, 6], new Error('away'), [7]]);
    const client = new Client();
    feed.add(client);
    const running = feed.run();
    await until(() => client.told.at(-1) === 7);
    expect(opened).toEqual([5, 7, 7]);
    feed.stop();
    await running;
  });

  it('wait for a client that is slow, as the newest alone, and are told once', async () => {
    const { feed } = feedOf([[5], [6], [7]]);
    const [fast, slow] = [new Client(), new Client()];
    slow.open = false;
    feed.add(fast);
    feed.add(slow);
    const running = feed.run();
    await until(() => fast.told.at(-1) === 7);
    expect(slow.told).toEqual([]);
    slow.open = true;
    feed.catchUp(slow);
    feed.catchUp(slow);
    expect(slow.told).toEqual([7]);
    feed.stop();
    await running;
  });

  it('end with a channel that is gone', async () => {
    const { feed, opened } = feedOf([new Error('gone')], true);
    await feed.run();
    expect(opened).toEqual([5]);
  });
});

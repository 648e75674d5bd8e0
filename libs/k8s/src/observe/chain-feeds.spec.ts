import { once } from 'node:events';
import type { ClusterContext } from '../cluster-context';
import type { ChainFeed } from './chain-feed';
import { ChainFeeds } from './chain-feeds';

const CHAIN = '00000000-0000-7000-8000-0000000000aa';

describe('the feeds of a cluster', () => {
  let feeds: ChainFeeds;

  beforeEach(() => {
    jest.useFakeTimers();
    feeds = new ChainFeeds({ api: {} } as ClusterContext);
  });
  afterEach(async () => {
    await feeds.close();
    jest.useRealTimers();
  });

  const feedOf = (chainId = CHAIN) => feeds.use(chainId, (feed) => Promise.resolve(feed));
  /** Uses a feed until the returned function is called. */
  const using = () => {
    const controller = new AbortController();
    let used: ChainFeed | undefined;
    const done = feeds.use(CHAIN, async (feed) => {
      used = feed;
      await once(controller.signal, 'abort');
    });
    return {
      used,
      end: async () => {
        controller.abort();
        await done;
      },
    };
  };

  it('are one for each chain, whoever uses it', async () => {
    const feed = await feedOf();
    expect(await feedOf()).toBe(feed);
    expect(await feedOf('00000000-0000-7000-8000-0000000000bb')).not.toBe(feed);
  });

  it('are closed when they were not used for a minute, and opened again', async () => {
    const feed = await feedOf();
    await jest.advanceTimersByTimeAsync(45_000);
    expect(await feedOf()).toBe(feed);
    await jest.advanceTimersByTimeAsync(90_000);
    expect(await feedOf()).not.toBe(feed);
  });

  it('stay open as long as they are used, also when the runtime is closed', async () => {
    const { used, end } = using();
    const close = jest.spyOn(used as ChainFeed, 'close');
    await jest.advanceTimersByTimeAsync(600_000);
    await feeds.forget(CHAIN);
    await feeds.close();
    expect(close).not.toHaveBeenCalled();
    await end();
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('are forgotten with their chain', async () => {
    const feed = await feedOf();
    await feeds.forget(CHAIN);
    expect(await feedOf()).not.toBe(feed);
  });
});

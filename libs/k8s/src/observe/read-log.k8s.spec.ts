import type { LogRequest } from '@heddle/runtime';
import { FOREVER_MS } from '@heddle/testing';
import { chainEvents } from './chain-events';
import { ChainFeed } from './chain-feed';
import { lastLogLines, readLog } from './read-log';
import { ApiProxy } from './testing/api-proxy';
import { shell, TestChain } from './testing/test-chain';

jest.setTimeout(120_000);

const probe = (script: string) => ({ readinessProbe: { exec: shell(script), periodSeconds: 1 } });
const always = probe('true');

describe('logs of nodes on a cluster', () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await TestChain.start();
  });
  afterAll(() => chain[Symbol.asyncDispose]());

  const ref = (name: string) => ({ chainId: chain.chainId, name });
  const read = (name: string, request: Partial<LogRequest>, signal?: AbortSignal) =>
    readLog(chain.context, ref(name), { tailBytes: 65_536, waitMs: 0, ...request }, signal);
  const start = async (name: string, script: string) => {
    await chain.add(name, { container: { ...shell(script), ...always } });
    await chain.ready([name]);
  };

  it('gives every line once, however it is read', async () => {
    await start('counter', 'seq 1 2000; exec sleep 3600');
    const expected = Array.from({ length: 2_000 }, (_, index) => `${index + 1}\n`).join('');
    const whole = await read('counter', { offset: 0, waitMs: 5_000 });
    expect(whole).toMatchObject({ offset: 0, text: expected, truncated: false });
    expect(await read('counter', { offset: whole.nextOffset })).toEqual({
      text: '',
      offset: whole.nextOffset,
      nextOffset: whole.nextOffset,
      truncated: false,
    });
    const tail = await read('counter', { tailBytes: 10 });
    expect(tail).toMatchObject({ text: '1999\n2000\n', truncated: true, nextOffset: whole.nextOffset });
    expect((await read('counter', { offset: tail.offset })).text).toBe(tail.text);
    expect(await lastLogLines(chain.context, ref('counter'), 2)).toEqual(['1999', '2000']);
  });

  it('hands a long log out in chunks that fit together', async () => {
    await start('long', 'seq 1 12000 | awk \'{ printf "%0200d\\n", $1 }\'; exec sleep 3600');
    await chain.until(async () =>
      (await lastLogLines(chain.context, ref('long'), 1))[0]?.endsWith('12000') ? true : undefined,
    );
    const lines: string[] = [];
    let chunks = 0;
    for (let offset = 0; ; chunks += 1) {
      const chunk = await read('long', { offset });
      if (chunk.text === '') break;
      lines.push(
        ...chunk.text
          .trimEnd()
          .split('\n')
          .map((line) => String(Number(line))),
      );
      offset = chunk.nextOffset;
    }
    expect(chunks).toBeGreaterThan(1);
    expect(lines).toEqual(Array.from({ length: 12_000 }, (_, index) => String(index + 1)));
  });

  it('waits for new lines, and follows into the next run of the container', async () => {
    await start('talker', 'echo first; while [ ! -e /tmp/go ]; do sleep 0.1; done; echo last words; exit 1');
    const first = await read('talker', { offset: 0, waitMs: 5_000 });
    expect(first.text).toBe('first\n');
    const following = read('talker', { offset: first.nextOffset, waitMs: 20_000 });
    await chain.exec('talker-0', ['touch', '/tmp/go']);
    const words = await following;
    expect(words.text).toBe('last words\n');
    const next = await read('talker', { offset: words.nextOffset, waitMs: 20_000 });
    expect(next).toMatchObject({ text: 'first\n', truncated: false });
    expect((await read('talker', { offset: 0 })).text).toBe('first\nlast words\nfirst\n');
  });

  it('ends a wait at its time, and immediately when it is given up', async () => {
    await start('silent', 'exec sleep 3600');
    const begun = performance.now();
    expect(await read('silent', { offset: 0, waitMs: 700 })).toMatchObject({ text: '', nextOffset: 0 });
    expect(performance.now() - begun).toBeGreaterThan(650);
    const controller = new AbortController();
    const way = await ApiProxy.start();
    await using proxy = way.proxy;
    const context = { ...chain.context, api: way.api };
    const request = { offset: 0, tailBytes: 65_536, waitMs: FOREVER_MS };
    const waiting = readLog(context, ref('silent'), request, controller.signal);
    // While it waits, one connection serves requests, one watches the pods and one follows the log.
    await chain.until(() => Promise.resolve(proxy.connections > 2 ? true : undefined));
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('distinguishes a node whose pod is missing from one that does not exist', async () => {
    await start('held', 'echo before; exec sleep 3600');
    await chain.scale('held', 0);
    await chain.until(async () => ((await read('held', { offset: 0 })).text === '' ? true : undefined));
    const starting = read('held', { offset: 0, waitMs: 20_000 });
    await chain.scale('held', 1);
    expect((await starting).text).toBe('before\n');
    await expect(read('missing', {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lists the events of the chain, newest first', async () => {
    await using feed = new ChainFeed(chain.context, chain.chainId);
    const events = chainEvents((await feed.current()).events);
    expect(events).toContainEqual(
      expect.objectContaining({ object: 'Pod/counter-0', reason: 'Started', level: 'info', count: 1 }),
    );
    const times = events.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().reverse());
  });
});

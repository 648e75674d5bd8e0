import { z } from 'zod';
import { Changes } from './changes';
import { KindFeed } from './kind-feed';
import { ScriptedServer, type Answer } from './testing/scripted-server';

const schema = z.object({ metadata: z.object({ uid: z.string().default(''), name: z.string() }) });

describe('a feed of one kind', () => {
  let server: ScriptedServer;
  let feed: KindFeed<z.infer<typeof schema>>;

  afterEach(async () => {
    await feed.close();
    await server.close();
  });

  const open = async (answers: readonly Answer[], options: { readonly optional?: boolean } = {}) => {
    server = new ScriptedServer(answers);
    feed = new KindFeed(await server.context(), { path: '/items', query: {}, schema, ...options }, new Changes());
  };
  const names = async () => (await feed.current()).map(({ metadata }) => metadata.name);

  it('asks nothing before its first reader, and lists once for many', async () => {
    await open([{ list: ['one'], version: '5' }]);
    expect(server.asked).toEqual([]);
    expect(await Promise.all([names(), names()])).toEqual([['one'], ['one']]);
    expect(await names()).toEqual(['one']);
    expect(server.asked.filter((query) => !query.has('watch'))).toHaveLength(1);
  });

  it('lists again once it is outdated', async () => {
    await open([{ list: ['one'], version: '5' }]);
    await names();
    await server.until(2);
    server.answer({ list: ['two'], version: '9' });
    feed.outdate();
    expect(await names()).toEqual(['two']);
  });

  it.each([
    ['lacks the kind', 404, false],
    ['refuses an optional kind', 403, true],
  ])('is empty where the cluster %s, and does not ask again', async (_what, status, optional) => {
    await open([{ status }], { optional });
    expect(await names()).toEqual([]);
    expect(await names()).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  it('fails where the cluster refuses, and asks again for the next reader', async () => {
    await open([{ status: 403 }, { list: ['one'], version: '5' }]);
    await expect(names()).rejects.toMatchObject({ code: 'cluster_refused' });
    expect(await names()).toEqual(['one']);
  });

  it('gives nothing outdated while the server does not answer, and tries again for each reader', async () => {
    const away = { status: 503 };
    await open([{ list: ['one'], version: '5' }, away, away, away, away, { list: ['two'], version: '9' }]);
    expect(await names()).toEqual(['one']);
    await server.until(3);
    await expect(names()).rejects.toMatchObject({ code: 'cluster_unreachable' });
    await expect(names()).rejects.toMatchObject({ code: 'cluster_unreachable' });
    expect(await names()).toEqual(['two']);
  });
});

import { z } from 'zod';
import { event, ScriptedServer, type Answer } from '../observe/testing/scripted-server';
import { watchObjects, type WatchOptions } from './watch-objects';

const Item = z.object({ metadata: z.object({ name: z.string() }) });

describe('watchObjects', () => {
  let server: ScriptedServer;
  afterEach(() => server.close());

  /** Follows until `last` is reported. */
  const follow = async (
    answers: readonly Answer[],
    last: string,
    options: Pick<WatchOptions<unknown>, 'contents'> = {},
  ): Promise<string[]> => {
    server = new ScriptedServer(answers);
    const seen: string[] = [];
    const controller = new AbortController();
    const record = (what: string) => {
      seen.push(what);
      if (what === last) controller.abort();
    };
    await watchObjects(await server.context(), {
      ...options,
      path: '/items',
      query: { labelSelector: 'a=b' },
      schema: Item,
      signal: controller.signal,
      onList: (items) => {
        record(`list ${items.map(({ metadata }) => metadata.name).join()}`);
      },
      onChange: ({ type, object }) => {
        record(`${type} ${object.metadata.name}`);
      },
      onConnection: ({ type }) => {
        record(type);
      },
    });
    return seen;
  };

  it('starts each stream at the version that it saw last, bookmarks included', async () => {
    const seen = await follow(
      [
        { list: ['one'], version: '5' },
        { lines: [event('ADDED', 'two', '6'), event('BOOKMARK', '', '9')] },
        { lines: [event('DELETED', 'two', '10')] },
      ],
      'deleted two',
    );
    expect(seen).toEqual(['list one', 'set two', 'deleted two']);
    expect(server.asked.map((query) => query.get('resourceVersion'))).toEqual([null, '5', '9']);
    expect(server.asked.every((query) => query.get('labelSelector') === 'a=b')).toBe(true);
  });

  it.each([
    ['as the answer', { status: 410 }],
    ['within the stream', { lines: [{ type: 'ERROR', object: { code: 410, message: 'too old' } }] }],
  ])('lists again when its version is too old, reported %s', async (_where, gone) => {
    const seen = await follow([{ list: ['one'], version: '5' }, gone, { list: ['two'], version: '90' }], 'list two');
    expect(seen).toEqual(['list one', 'interrupted', 'up', 'list two']);
  });

  it('waits for a server that answers with 503, and says so once', async () => {
    const seen = await follow(
      [{ status: 503 }, { status: 503 }, { status: 503 }, { list: ['one'], version: '5' }],
      'list one',
    );
    expect(seen).toEqual(['interrupted', 'away', 'up', 'list one']);
  });

  it('lists again after an outage, so that nothing outdated is taken for current', async () => {
    const seen = await follow(
      [{ list: ['one'], version: '5' }, { status: 503 }, { status: 503 }, { list: ['two'], version: '9' }],
      'list two',
    );
    expect(seen).toEqual(['list one', 'interrupted', 'away', 'up', 'list two']);
  });

  it('requests names and versions only where no more is wanted', async () => {
    await follow([{ list: ['one'], version: '5' }, { lines: [event('ADDED', 'two', '6')] }], 'set two', {
      contents: 'metadata',
    });
    expect(server.accepted.map((types) => /as=(\w+)/.exec(types)?.[1])).toEqual([
      'PartialObjectMetadataList',
      'PartialObjectMetadata',
    ]);
  });

  it.each([401, 403])('ends with cluster_refused when the server answers %i', async (status) => {
    await expect(follow([{ status }], 'never')).rejects.toMatchObject({ code: 'cluster_refused' });
  });

  it('does not ask again immediately where streams are cut off after a moment', async () => {
    const begun = performance.now();
    await follow([{ list: [], version: '5' }, { lines: [] }, { lines: [event('ADDED', 'two', '6')] }], 'set two');
    expect(performance.now() - begun).toBeGreaterThan(900);
  });
});

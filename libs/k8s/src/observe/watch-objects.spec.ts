import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { ClusterContext } from '../cluster-context';
import { watchObjects } from './watch-objects';

const Item = z.object({ metadata: z.object({ name: z.string() }) });

/** The response to one request: a list, the lines of a stream that then ends, or a status. */
type Answer =
  | { readonly list: readonly string[]; readonly version: string }
  | { readonly lines: readonly object[] }
  | { readonly status: number };

const event = (type: string, name: string, resourceVersion: string) => ({
  type,
  object: { metadata: { name, resourceVersion } },
});

/** Responds as an API server does in situations that a real one reaches only after a long time. */
class ScriptedServer {
  readonly asked: URLSearchParams[] = [];
  readonly #server: Server;
  readonly #answers: Answer[];

  constructor(answers: readonly Answer[]) {
    this.#answers = [...answers];
    this.#server = createServer((request, response) => {
      this.#answer(request, response);
    }).listen(0, '127.0.0.1');
  }

  async context(): Promise<ClusterContext> {
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    const config = { applyToHTTPSOptions: () => Promise.resolve() };
    return { name: 'test', api: { server: `http://127.0.0.1:${port}`, config } } as unknown as ClusterContext;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(new URL(request.url ?? '', 'http://server').searchParams);
    const answer = this.#answers.shift();
    // The last stream stays open, as that of a quiet resource does.
    if (answer === undefined) response.writeHead(200).flushHeaders();
    else if ('status' in answer) response.writeHead(answer.status).end('{"message":"no"}');
    else if ('lines' in answer) response.end(answer.lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    else {
      const items = answer.list.map((name) => ({ metadata: { name } }));
      response.end(JSON.stringify({ metadata: { resourceVersion: answer.version }, items }));
    }
  }
}

describe('watchObjects', () => {
  let server: ScriptedServer;
  afterEach(() => server.close());

  /** Follows until `last` is reported. */
  const follow = async (answers: readonly Answer[], last: string): Promise<string[]> => {
    server = new ScriptedServer(answers);
    const seen: string[] = [];
    const controller = new AbortController();
    const record = (what: string) => {
      seen.push(what);
      if (what === last) controller.abort();
    };
    await watchObjects(await server.context(), {
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
    expect(seen).toEqual(['list one', 'list two']);
  });

  it('waits for a server that answers with 503, and says so once', async () => {
    const seen = await follow(
      [{ status: 503 }, { status: 503 }, { status: 503 }, { list: ['one'], version: '5' }],
      'list one',
    );
    expect(seen).toEqual(['away', 'up', 'list one']);
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

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClusterContext } from '../cluster-context';
import { plainContext } from '../testing/plain-api';
import { linesOf, logLinesOf } from './lines';
import { getJson, getText, openStream } from './read';
import { sendForJson } from './send';

// Hundreds of megabytes take seconds on a busy machine.
jest.setTimeout(30_000);

describe('a stream of the API server', () => {
  let server: Server;
  let context: ClusterContext;
  let authenticate: () => void;

  const serve = async (answer: RequestListener) => {
    authenticate = () => undefined;
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    context = plainContext((server.address() as AddressInfo).port, () => {
      authenticate();
    });
  };
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const read = async (options: { signal?: AbortSignal; silenceMs?: number } = {}): Promise<string[]> => {
    const lines: string[] = [];
    for await (const line of linesOf(await openStream(context, { path: '/x', ...options }))) lines.push(line);
    return lines;
  };

  it('gives whole lines, wherever the answer was cut into pieces', async () => {
    await serve((_request, response) => {
      response.write('on');
      response.write(Buffer.from('e\ntwö', 'utf8').subarray(0, 5));
      setTimeout(() => {
        response.end(Buffer.concat([Buffer.from('twö').subarray(3), Buffer.from('\nrest')]));
      }, 20);
    });
    expect(await read()).toEqual(['one', 'twö']);
  });

  it('cuts the lines of a log that are too long, and holds no more of them in memory', async () => {
    const part = Buffer.alloc(1_048_576, 'x');
    await serve((_request, response) => {
      let sent = 0;
      const more = () => {
        while (sent < 300) {
          sent += 1;
          if (!response.write(part)) return;
        }
        response.end('\nnext\n');
      };
      response.on('drain', more);
      more();
    });
    const before = process.memoryUsage().rss;
    const lines: string[] = [];
    for await (const line of logLinesOf(await openStream(context, { path: '/x' }))) lines.push(line);
    expect(lines).toEqual([expect.stringMatching(/^x{65536} \[\.\.\. line cut\]$/), 'next']);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1_048_576);
  });

  it('breaks off where a line does not end', async () => {
    const part = Buffer.alloc(1_048_576, 'x');
    let sent = 0;
    await serve((_request, response) => {
      const more = () => {
        while (sent < 300) {
          sent += 1;
          if (!response.write(part)) return;
        }
        response.end('\n');
      };
      response.on('drain', more);
      more();
    });
    await expect(read()).rejects.toMatchObject({ name: 'StreamBrokenError' });
    expect(sent).toBeLessThan(100);
  });

  it('does not begin when it is given up while the credentials are looked up', async () => {
    let asked = 0;
    await serve(() => {
      asked += 1;
    });
    const controller = new AbortController();
    authenticate = () => {
      controller.abort();
    };
    await expect(read({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toBe(0);
  });

  it('ends when it is given up before and after the answer begins', async () => {
    await serve((request, response) => {
      if (request.url === '/x') response.writeHead(200).write('one\n');
    });
    for (const path of ['/x', '/never']) {
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort();
      }, 50);
      await expect(getText(context, { path, signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    }
  });

  it('breaks off after a silence, before and within the answer', async () => {
    await serve((request, response) => {
      if (request.url === '/x') response.writeHead(200).write('one\n');
    });
    await expect(read({ silenceMs: 300 })).rejects.toMatchObject({ name: 'StreamBrokenError' });
    await expect(openStream(context, { path: '/never', silenceMs: 100 })).rejects.toMatchObject({
      code: 'cluster_unreachable',
    });
  });

  it.each([
    [403, 'cluster_refused'],
    [429, 'cluster_unreachable'],
    [500, 'cluster_unreachable'],
    [404, 404],
  ])('answers %i with %s', async (status, code) => {
    await serve((_request, response) => {
      response.writeHead(status).end('{"message":"so it is"}');
    });
    await expect(openStream(context, { path: '/x' })).rejects.toMatchObject({
      code,
      message: expect.stringContaining('so it is') as string,
    });
  });

  it.each([
    ['redirects', 302, { location: 'http://127.0.0.1:1/' }, 'redirects to another address'],
    ['compresses what was not asked for', 200, { 'content-encoding': 'gzip' }, 'its answer is compressed'],
  ])('rejects an answer that %s', async (_what, status, headers, problem) => {
    await serve((_request, response) => {
      response.writeHead(status, headers).end('{}');
    });
    await expect(getJson(context, { path: '/x' })).rejects.toMatchObject({
      code: 'cluster_unreachable',
      message: expect.stringContaining(problem) as string,
    });
  });

  it('rejects JSON that is too large', async () => {
    await serve((_request, response) => {
      response.end(Buffer.alloc(17_000_000, '1'));
    });
    await expect(getJson(context, { path: '/x' })).rejects.toMatchObject({
      code: 'cluster_unreachable',
      message: expect.stringContaining('larger than 16 MiB') as string,
    });
  });
});

describe('a request to the API server', () => {
  const ask = async (answer: RequestListener) => {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const context = plainContext((server.address() as AddressInfo).port);
    try {
      return await sendForJson(context, { method: 'PATCH', path: '/x', query: { force: 'true' }, body: { a: 1 } });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };

  it('carries its query and its body', async () => {
    const seen = await ask((request, response) => {
      const { method, url, headers } = request;
      request.on('data', (body: Buffer) => {
        response.end(JSON.stringify([method, url, headers['content-type'], body.toString()]));
      });
    });
    expect(seen).toEqual(['PATCH', '/x?force=true', 'application/json', '{"a":1}']);
  });

  it('is rejected in the words of the server, with the time after which it wants a retry', async () => {
    const rejected = ask((_request, response) => {
      response.writeHead(429, { 'retry-after': '2' }).end('{"reason":"TooManyRequests","message":"slow down"}');
    });
    await expect(rejected).rejects.toMatchObject({
      code: 429,
      message: 'slow down',
      body: { reason: 'TooManyRequests' },
      retryAfterMs: 2_000,
    });
  });
});

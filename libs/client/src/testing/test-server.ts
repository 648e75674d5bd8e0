import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { API_PREFIX, type Problem } from '@heddle/contracts';

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query below API_PREFIX. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Handler = (request: ReceivedRequest, response: ServerResponse) => void;

/** An HTTP server that answers as a spec defines, by method and path without query; otherwise with 404. */
export class TestServer implements AsyncDisposable {
  readonly requests: ReceivedRequest[] = [];
  readonly #handlers = new Map<string, Handler>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
  }

  static async start(): Promise<TestServer> {
    const server = new TestServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  on(endpoint: string, handler: Handler): void {
    this.#handlers.set(endpoint, handler);
  }

  answer(endpoint: string, body: unknown, status = 200): void {
    this.on(endpoint, (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  }

  refuse(endpoint: string, problem: Pick<Problem, 'status' | 'code'> & Partial<Problem>): void {
    this.answer(endpoint, { type: 'about:blank', title: 'No', detail: 'No.', ...problem }, problem.status);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '').slice(API_PREFIX.length);
    const request = { method: incoming.method ?? '', path, headers: incoming.headers, body: await text(incoming) };
    this.requests.push(request);
    const handler = this.#handlers.get(`${request.method} ${path.split('?')[0] ?? ''}`);
    if (handler === undefined) response.writeHead(404).end();
    else handler(request, response);
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClusterContext } from '../../cluster-context';
import { plainContext } from '../../testing/plain-api';

/** The response to one request: a list, the lines of a stream that then ends, or a status. */
export type Answer =
  | { readonly list: readonly string[]; readonly version: string }
  | { readonly lines: readonly object[] }
  | { readonly status: number };

/** A line of a watch. */
export const event = (type: string, name: string, resourceVersion: string) => ({
  type,
  object: { metadata: { name, resourceVersion } },
});

/** Responds as an API server does in situations that a real one reaches only after a long time. */
export class ScriptedServer {
  readonly asked: URLSearchParams[] = [];
  readonly accepted: string[] = [];
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
    return plainContext(port);
  }

  /** Adds a response to those that follow. */
  answer(answer: Answer): void {
    this.#answers.push(answer);
  }

  /** Returns when this many requests have arrived. */
  async until(count: number): Promise<void> {
    while (this.asked.length < count) await once(this.#server, 'request');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(new URL(request.url ?? '', 'http://server').searchParams);
    this.accepted.push(request.headers.accept ?? '');
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

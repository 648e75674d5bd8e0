import { load } from 'js-yaml';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as requestHttps, type RequestOptions, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import type { ClusterApi } from '../../access/cluster-api';
import { openCluster } from '../../access/open-cluster';
import { kubeconfigWithToken } from '../../access/testing/test-account';
import { testCertificate } from '../../access/testing/test-certificate';
import { testKubeconfig } from '../../access/testing/test-cluster-api';

const base64 = z.string().transform((text) => Buffer.from(text, 'base64'));
const Kubeconfig = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ server: z.url(), 'certificate-authority-data': base64 }) })]),
  users: z.tuple([z.object({ user: z.object({ 'client-certificate-data': base64, 'client-key-data': base64 }) })]),
});

/** Stands between Heddle and the API server of the tests, ends TLS, and records each request. */
export class CountingProxy implements AsyncDisposable {
  /** `GET /api/v1/namespaces/x/pods?watch=true`, in the order of arrival. */
  readonly requests: string[] = [];
  /** Requests without a whole answer: open watches, at rest. */
  open = 0;
  readonly #server: Server;
  readonly #onward: RequestOptions;

  private constructor(server: Server, onward: RequestOptions) {
    this.#server = server;
    this.#onward = onward;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#forward(request, response);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
  }

  static async start(): Promise<{ readonly proxy: CountingProxy; readonly api: ClusterApi }> {
    const { clusters, users } = Kubeconfig.parse(load(await testKubeconfig()));
    const [{ cluster }] = clusters;
    const [{ user }] = users;
    const { hostname: host, port } = new URL(cluster.server);
    const { certificate, key } = await testCertificate();
    const server = createServer({ cert: certificate, key }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new CountingProxy(server, {
      host,
      port,
      ca: cluster['certificate-authority-data'],
      cert: user['client-certificate-data'],
      key: user['client-key-data'],
    });
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = { getCurrentCluster: () => ({ caData: Buffer.from(certificate).toString('base64') }) };
    const kubeconfig = kubeconfigWithToken({ server: url, config } as unknown as ClusterApi, 'unused');
    return { proxy, api: await openCluster({ type: 'kubeconfig', kubeconfig }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #ask({ method, url, headers }: IncomingMessage) {
    this.requests.push(`${method ?? ''} ${url ?? ''}`);
    const onward = requestHttps({ ...this.#onward, method, path: url, headers });
    onward.removeHeader('authorization');
    return onward;
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const onward = this.#ask(request);
    this.open += 1;
    onward.on('error', () => response.destroy());
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    response.on('close', () => {
      this.open -= 1;
      onward.destroy();
    });
    request.pipe(onward);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const onward = this.#ask(request);
    onward.on('error', () => socket.destroy());
    onward.on('upgrade', ({ rawHeaders }, far, begun) => {
      const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ''}`] : []));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(begun);
      far.write(head);
      for (const [one, other] of [
        [socket, far],
        [far, socket],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
        one.pipe(other);
      }
    });
    onward.end();
  }
}

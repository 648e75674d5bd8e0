import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { ClusterApi } from '../../access/cluster-api';
import { openCluster } from '../../access/open-cluster';
import { testKubeconfig } from '../../access/testing/test-cluster-api';

const Kubeconfig = z.looseObject({
  clusters: z.tuple([z.looseObject({ cluster: z.looseObject({ server: z.string() }) })]),
});

/** A proxy to the API server of the tests that can be cut, to simulate an outage. */
export class ApiProxy implements AsyncDisposable {
  readonly #sockets = new Set<Socket>();
  #open = true;
  #hangs = false;

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('connection', (socket) => {
      this.#join(socket);
    });
  }

  static async start(): Promise<{ readonly proxy: ApiProxy; readonly api: ClusterApi }> {
    const kubeconfig = Kubeconfig.parse(load(await testKubeconfig()));
    const target = new URL(kubeconfig.clusters[0].cluster.server);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    Object.assign(kubeconfig.clusters[0].cluster, {
      server: `https://127.0.0.1:${port}`,
      'tls-server-name': target.hostname,
    });
    const api = await openCluster({ type: 'kubeconfig', kubeconfig: JSON.stringify(kubeconfig) });
    return { proxy: new ApiProxy(target, server, port), api };
  }

  /** Closes every connection; with `refuse`, new ones too until {@link restore}. */
  cut(then: 'accept' | 'refuse'): void {
    this.#open = then === 'accept';
    for (const socket of this.#sockets) reset(socket);
  }

  /** Keeps connections, and passes nothing on until {@link restore}, like a server that hangs. */
  hang(): void {
    this.#hangs = true;
    for (const socket of this.#sockets) socket.pause();
  }

  restore(): void {
    this.#open = true;
    this.#hangs = false;
    for (const socket of this.#sockets) socket.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut('refuse');
    this.server.close();
    await once(this.server, 'close');
  }

  get connections(): number {
    return this.#sockets.size / 2;
  }

  #join(socket: Socket): void {
    if (!this.#open) {
      reset(socket);
      return;
    }
    const onward = connect(Number(this.target.port), this.target.hostname);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
      if (this.#hangs) one.pause();
    }
  }
}

/** A connection that was half closed cannot be reset: Node would keep its handle, and the process, forever. */
function reset(socket: Socket): void {
  if (socket.connecting || socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';

/** Forwards connections and counts them, as a port-forward of a cluster would, where each costs requests. */
export class CountingForward implements AsyncDisposable {
  #count = 0;
  readonly #server: Server;

  private constructor(target: string) {
    const { hostname: host, port } = new URL(`tcp://${target}`);
    this.#server = createServer((client) => {
      this.#count += 1;
      const server = connect({ host, port: Number(port) });
      const end = () => {
        client.destroy();
        server.destroy();
      };
      for (const socket of [client, server]) socket.on('error', end).on('close', end);
      client.pipe(server).pipe(client);
    });
  }

  /** @param target `host:port` */
  static async open(target: string): Promise<CountingForward> {
    const forward = new CountingForward(target);
    forward.#server.listen(0, '127.0.0.1');
    await once(forward.#server, 'listening');
    return forward;
  }

  get address(): string {
    return `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Connections so far. */
  get count(): number {
    return this.#count;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }
}

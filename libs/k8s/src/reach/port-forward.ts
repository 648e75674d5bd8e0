import type { NodeRef } from '@heddle/runtime';
import type { V1ServicePort } from '@kubernetes/client-node';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { ClusterApi } from '../access/cluster-api';
import { ClusterUnreachableError } from '../access/errors';
import { findNodePod, targetPort } from './node-service';
import { connectToPod } from './pod-connection';

/** How long a client may take to close its side after the pod has closed its own. */
const CLOSE_TIMEOUT = 5_000;

export interface PortForwardOptions {
  readonly api: ClusterApi;
  readonly node: NodeRef;
  readonly port: V1ServicePort;
  /** Reports connections that failed or broke: the client only sees a reset. */
  readonly onError: (error: unknown) => void;
}

/**
 * A listener of this process that forwards to a node's port, as `kubectl port-forward` does, with one difference: the
 * pod is looked up for each connection, so that a pod which comes back is reached again.
 */
export class PortForward implements AsyncDisposable {
  readonly #options: PortForwardOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(options: PortForwardOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => {
      this.#accept(socket);
    }).unref();
  }

  /** Listens on a free port of 127.0.0.1; neither the listener nor its connections keep the process alive. */
  static async open(options: PortForwardOptions): Promise<PortForward> {
    const forward = new PortForward(options);
    forward.#server.listen(0, '127.0.0.1');
    await once(forward.#server, 'listening');
    return forward;
  }

  /** `host:port` of the listener. */
  get address(): string {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
  }

  /** Ends the listener and its connections. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #accept(socket: Socket): void {
    socket.unref();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.once('error', (error) => {
      this.#options.onError(error);
    });
    this.#join(socket).catch((error: unknown) => {
      this.#reset(socket, error);
    });
  }

  async #join(socket: Socket): Promise<void> {
    const { api, node, port } = this.#options;
    const pod = await findNodePod(api, node);
    const { name, namespace } = pod?.metadata ?? {};
    if (pod === undefined || name === undefined || namespace === undefined) {
      throw new ClusterUnreachableError(`${node.name} has no running pod.`, {
        remedy: 'Start the node, or look up in its events why it does not run (Nodes tab).',
      });
    }
    const target = { namespace, pod: name, port: targetPort(port, pod) };
    const connection = await connectToPod(api, target, (error) => {
      this.#reset(socket, error);
    });
    connection.once('end', () => socket.setTimeout(CLOSE_TIMEOUT, () => socket.destroy()));
    socket.once('close', () => connection.destroy());
    if (socket.destroyed) connection.destroy();
    else socket.pipe(connection).pipe(socket);
  }

  #reset(socket: Socket, error: unknown): void {
    if (!socket.destroyed) socket.resetAndDestroy();
    this.#options.onError(error);
  }
}

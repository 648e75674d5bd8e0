import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ClusterApi } from '../access/cluster-api';
import { openPodSocket } from './pod-socket';
import { PodStream } from './pod-stream';

/** Channels of a forwarded port besides that of its data. */
const ERROR_CHANNEL = 1;
/** The first message of each channel is the port number, in two bytes. */
const PORT_BYTES = 2;
/** How long the pod may stay silent after our side has ended: the protocol cannot signal to the pod that it has. */
const SILENCE_AFTER_END = 5_000;

export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

const nameOf = ({ namespace, pod, port }: PodPort) => `port ${port} of pod ${namespace}/${pod}`;

/** One TCP connection to a port of a pod, by way of the API server (`pods/portforward` over a WebSocket). */
class PodConnection extends PodStream {
  readonly #announced = new Set<number>();
  #silence: NodeJS.Timeout | undefined;

  override _final(done: (error?: Error | null) => void): void {
    this.#silence = setTimeout(() => {
      this.terminate();
    }, SILENCE_AFTER_END).unref();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#silence);
    super._destroy(error, done);
  }

  protected override onMessage(channel: number, message: Buffer): void {
    const content = message.subarray(this.#announced.has(channel) ? 0 : PORT_BYTES);
    this.#announced.add(channel);
    this.#silence?.refresh();
    if (content.length === 0) return;
    if (channel === ERROR_CHANNEL) this.destroy(this.unreachable(`was refused: ${content.toString().trim()}`));
    else this.deliver(content);
  }

  protected override onClose(): void {
    this.push(null);
  }
}

/**
 * Opens a connection to a port of a running pod. It does not keep the process alive.
 *
 * @param onError called once when the connection breaks, perhaps before the caller receives it, as when
 *   the API server accepts it and the pod then refuses it
 */
export function connectToPod(api: ClusterApi, port: PodPort, onError: (error: unknown) => void): Promise<Duplex> {
  const { namespace, pod } = port;
  const what = nameOf(port);
  return openPodSocket(
    api,
    { namespace, pod, subresource: 'portforward', query: `ports=${port.port}`, what },
    (socket: WebSocket) => new PodConnection(socket, what).once('error', onError),
  );
}

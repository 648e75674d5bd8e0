import { Duplex } from 'node:stream';
import { WebSocket, type ClientOptions, type RawData } from 'ws';
import type { ClusterApi } from '../access/cluster-api';
import { ClusterRefusedError, ClusterUnreachableError } from '../access/errors';

/** Channels of the protocol `v4.channel.k8s.io` for one forwarded port; each message begins with one of them. */
const DATA_CHANNEL = 0;
const ERROR_CHANNEL = 1;
/** The first message of each channel is the port number, in two bytes. */
const PORT_BYTES = 2;
const CONNECT_TIMEOUT = 10_000;
/** How long the pod may stay silent after our side has ended: the protocol cannot signal to the pod that it has. */
const SILENCE_AFTER_END = 5_000;
const HEARTBEAT = 30_000;

export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

const nameOf = ({ namespace, pod, port }: PodPort) => `port ${port} of pod ${namespace}/${pod}`;

/** One TCP connection to a port of a pod, by way of the API server (`pods/portforward` over a WebSocket). */
class PodConnection extends Duplex {
  readonly #socket: WebSocket;
  readonly #target: PodPort;
  readonly #announced = new Set<number>();
  readonly #heartbeat: NodeJS.Timeout;
  #silence: NodeJS.Timeout | undefined;
  #answered = true;

  constructor(socket: WebSocket, target: PodPort) {
    super();
    this.#socket = socket;
    this.#target = target;
    this.#heartbeat = setInterval(() => {
      this.#ping();
    }, HEARTBEAT).unref();
    socket.on('message', (data) => {
      this.#receive(data);
    });
    socket.on('pong', () => (this.#answered = true));
    socket.on('close', () => this.push(null));
    socket.on('error', (cause) => {
      this.destroy(this.#unreachable(`broke: ${cause.message}`, cause));
    });
  }

  override _read(): void {
    if (this.#socket.isPaused) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.send(Buffer.concat([Buffer.from([DATA_CHANNEL]), chunk]), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#silence = setTimeout(() => {
      this.#socket.terminate();
    }, SILENCE_AFTER_END).unref();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#silence);
    this.#socket.terminate();
    done(error);
  }

  #receive(data: RawData): void {
    const message = bytesOf(data);
    const channel = message[0] ?? DATA_CHANNEL;
    const content = message.subarray(this.#announced.has(channel) ? 1 : 1 + PORT_BYTES);
    this.#announced.add(channel);
    this.#silence?.refresh();
    if (content.length === 0) return;
    if (channel === ERROR_CHANNEL) this.destroy(this.#unreachable(`was refused: ${content.toString().trim()}`));
    else if (!this.push(content)) this.#socket.pause();
  }

  #ping(): void {
    if (!this.#answered) this.destroy(this.#unreachable('gives no sign of life'));
    this.#answered = false;
    this.#socket.ping();
  }

  #unreachable(what: string, cause?: unknown): ClusterUnreachableError {
    return new ClusterUnreachableError(`The connection to ${nameOf(this.#target)} ${what}.`, {
      remedy: 'Check that the node is running (Nodes tab); the connection is re-established automatically.',
      cause,
    });
  }
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

function unreached(target: PodPort, cause: Error): ClusterUnreachableError {
  return new ClusterUnreachableError(`${nameOf(target)} is not reached through the API server: ${cause.message}.`, {
    remedy: 'Check that the cluster is up and reachable from here; the connection is tried again by itself.',
    cause,
  });
}

function refusal(target: PodPort, status: number): ClusterRefusedError | ClusterUnreachableError {
  const what = `The API server does not connect to ${nameOf(target)}: it answers ${status}.`;
  if (status !== 401 && status !== 403) {
    return new ClusterUnreachableError(what, {
      remedy: 'Check that the node is running (Nodes tab); the connection is re-established automatically.',
    });
  }
  return new ClusterRefusedError(what, {
    remedy: 'Test the cluster (Clusters page) and grant the permissions on pods/portforward that it says are missing.',
  });
}

/**
 * Opens a connection to a port of a running pod. It does not keep the process alive.
 *
 * @param onError called once when the connection breaks, perhaps before the caller receives it, as when
 *   the API server accepts it and the pod then refuses it
 */
export async function connectToPod(
  { config, server }: ClusterApi,
  target: PodPort,
  onError: (error: unknown) => void,
): Promise<Duplex> {
  const path = `/api/v1/namespaces/${target.namespace}/pods/${target.pod}/portforward?ports=${target.port}`;
  const options: ClientOptions = { handshakeTimeout: CONNECT_TIMEOUT, perMessageDeflate: false };
  await config.applyToHTTPSOptions(options);
  const socket = new WebSocket(
    `${server.replace(/^http/, 'ws').replace(/\/$/, '')}${path}`,
    'v4.channel.k8s.io',
    options,
  );
  socket.on('upgrade', (response) => response.socket.unref());
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => {
      reject(unreached(target, cause));
    };
    socket.once('error', fail);
    socket.once('open', () => {
      socket.off('error', fail);
      resolve(new PodConnection(socket, target).once('error', onError));
    });
    socket.once('unexpected-response', (request, response) => {
      response.resume();
      request.destroy();
      reject(refusal(target, response.statusCode ?? 0));
    });
  });
}

import { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { ClusterUnreachableError } from '../access/errors';

/** What is written goes there, in the protocol `v4.channel.k8s.io`: each message begins with its channel. */
const INPUT_CHANNEL = 0;
const HEARTBEAT = 30_000;

/** Data that passes a WebSocket to a pod, in both directions and no faster than its receiver takes it. */
export abstract class PodStream extends Duplex {
  readonly #socket: WebSocket;
  readonly #what: string;
  readonly #heartbeat: NodeJS.Timeout;
  #answered = true;

  /** @param what the other end, for messages */
  constructor(socket: WebSocket, what: string) {
    super();
    this.#socket = socket;
    this.#what = what;
    this.#heartbeat = setInterval(() => {
      this.#ping();
    }, HEARTBEAT).unref();
    socket.on('message', (data) => {
      const message = bytesOf(data);
      this.onMessage(message[0] ?? INPUT_CHANNEL, message.subarray(1));
    });
    socket.on('pong', () => (this.#answered = true));
    socket.on('close', () => {
      this.onClose();
    });
    socket.on('error', (cause) => {
      this.destroy(this.unreachable(`broke: ${cause.message}`, cause));
    });
  }

  protected abstract onMessage(channel: number, content: Buffer): void;

  protected abstract onClose(): void;

  override _read(): void {
    if (this.#socket.isPaused) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.send(Buffer.concat([Buffer.from([INPUT_CHANNEL]), chunk]), (error) => {
      // A pod that is slow to take data answers late, too.
      this.#answered = true;
      done(error);
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.#heartbeat);
    this.#socket.terminate();
    done(error);
  }

  /** Hands data to the reader; the pod has to wait while the reader does not take it. */
  protected deliver(content: Buffer): void {
    if (!this.push(content)) this.#socket.pause();
  }

  protected terminate(): void {
    this.#socket.terminate();
  }

  protected unreachable(what: string, cause?: unknown): ClusterUnreachableError {
    return new ClusterUnreachableError(`The connection to ${this.#what} ${what}.`, {
      remedy: 'Check that the node is running (Nodes tab); the connection is re-established automatically.',
      cause,
    });
  }

  #ping(): void {
    // Answers are not read either while the reader is slow.
    if (this.#socket.isPaused) return;
    if (!this.#answered) this.destroy(this.unreachable('gives no sign of life'));
    this.#answered = false;
    this.#socket.ping();
  }
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

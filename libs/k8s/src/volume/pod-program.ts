import { z } from 'zod';
import type { WebSocket } from 'ws';
import type { ClusterApi } from '../access/cluster-api';
import { openPodSocket } from '../reach/pod-socket';
import { PodStream } from '../reach/pod-stream';

/** Channels besides that of the program's input. */
const OUTPUT_CHANNEL = 1;
const ERRORS_CHANNEL = 2;
const STATUS_CHANNEL = 3;

const KEPT_CHARACTERS = 4_096;

/** How the program ended, as Kubernetes' `Status` object. */
const Status = z.object({ status: z.string(), message: z.string().default('') });

export interface ProgramRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: readonly string[];
  /** Whether it gets what is written to its stream as its input, which does not end before the connection does. */
  readonly input: boolean;
  /** The error of a program that failed. */
  readonly failed: (message: string) => Error;
}

/**
 * A program in a container of a running pod, by way of the API server (`pods/exec` over a WebSocket). Reading gives its
 * output, up to an end only if it succeeded. Writing finishes once it has succeeded: older clusters have no way to
 * end a program's input, so that the program must know where its input ends.
 */
class PodProgram extends PodStream {
  readonly #failed: ProgramRequest['failed'];
  #errors = '';
  #succeeded = false;
  #finish: (() => void) | undefined;

  constructor(socket: WebSocket, what: string, failed: ProgramRequest['failed']) {
    super(socket, what);
    this.#failed = failed;
    // It may fail before its output is read: a later reader gets the error.
    this.on('error', () => undefined);
  }

  override _final(done: () => void): void {
    if (this.#succeeded) done();
    else this.#finish = done;
  }

  protected override onMessage(channel: number, content: Buffer): void {
    if (content.length === 0) return;
    if (channel === OUTPUT_CHANNEL) this.deliver(content);
    if (channel === ERRORS_CHANNEL) this.#errors = `${this.#errors}${content.toString()}`.slice(-KEPT_CHARACTERS);
    if (channel === STATUS_CHANNEL) this.#ended(content.toString());
  }

  protected override onClose(): void {
    if (!this.#succeeded) this.destroy(this.unreachable('ended before the program did'));
  }

  #ended(text: string): void {
    const { status, message } = Status.parse(JSON.parse(text));
    if (status !== 'Success') {
      this.destroy(this.#failed([this.#errors.trim(), message].filter((part) => part !== '').join('\n')));
      return;
    }
    this.#succeeded = true;
    this.push(null);
    this.#finish?.();
  }
}

/** @throws ClusterRefusedError, ClusterUnreachableError */
export function startProgram(api: ClusterApi, request: ProgramRequest): Promise<PodStream> {
  const { namespace, pod, container, command, input, failed } = request;
  const query = new URLSearchParams({ container, stdin: String(input), stdout: 'true', stderr: 'true' });
  for (const part of command) query.append('command', part);
  const what = `${command[0] ?? 'a program'} in pod ${namespace}/${pod}`;
  return openPodSocket(api, { namespace, pod, subresource: 'exec', query: query.toString(), what }, (socket) => {
    const program = new PodProgram(socket, what, failed);
    return input ? program : program.end();
  });
}

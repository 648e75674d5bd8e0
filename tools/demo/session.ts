import { existsSync, readFileSync } from 'node:fs';
import { SignedInClient } from '@heddle/client';
import type { OperationEvent, Operation } from '@heddle/contracts';
import { ToolError } from '../lib/say.mjs';
import { operationBar } from './progress.ts';

/** An operation that did not succeed. */
export class OperationError extends ToolError {
  readonly operationId: Operation['id'];
  readonly code: string | undefined;
  /** The failure without its cause and place. */
  readonly reason: string;
  override readonly cause: string;

  /** @param operation as it ended */
  constructor(what: string, { id, state, error }: Operation) {
    super(sentenceOf(what, state, error), error?.remedy ?? 'Run it again.');
    this.operationId = id;
    this.code = error?.code;
    this.cause = error?.cause ?? '';
    this.reason = error?.message ?? state;
  }
}

function sentenceOf(what: string, state: Operation['state'], error: Operation['error']) {
  if (error === null) return `${what}: ${state}.`;
  const { step, code, message, cause } = error;
  return `${what} failed at ${step ?? 'its start'} (${code}): ${message}${cause === null ? '' : `\n${cause}`}`;
}

/** A signed-in client of one instance. It shows the progress of operations and records how long they took. */
export class Session {
  readonly timings: { what: string; seconds: number }[] = [];
  readonly client: SignedInClient;
  readonly #signal: AbortSignal;

  /** @param signal ends every wait */
  constructor(client: SignedInClient, signal: AbortSignal) {
    this.client = client;
    this.#signal = signal;
  }

  /** @param signal ends every wait */
  static async open(url: string, login: { username: string; password: string }, signal: AbortSignal) {
    return new Session(await SignedInClient.open({ url, login }), signal);
  }

  /**
   * Requests an operation and follows it on the live feed.
   * @returns the resource that the request created
   */
  async operation<Resource>(
    what: string,
    request: () => Promise<{ resource: Resource; operation: Operation }>,
  ): Promise<Resource> {
    const began = performance.now();
    const { resource, operation } = await request();
    const bar = operationBar(what);
    const ended = await this.follow(operation, (event) => {
      bar.update(event);
    });
    const seconds = (performance.now() - began) / 1000;
    bar.end(ended.state, seconds);
    this.timings.push({ what, seconds });
    if (ended.state !== 'succeeded') throw new OperationError(what, ended);
    return resource;
  }

  /** Waits for the end of an operation. */
  async follow(operation: Operation, event: (event: OperationEvent) => void = () => undefined) {
    try {
      return await this.client.follow(operation, { event, signal: this.#signal });
    } catch (error) {
      if (!this.#signal.aborted) throw error;
      throw new ToolError('Asked to stop.', 'The operation continues; see it in the console.');
    }
  }

  /** Runs a short action. */
  async timed<T>(what: string, action: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await action();
    this.timings.push({ what, seconds: (performance.now() - began) / 1000 });
    return result;
  }

  close() {
    this.client.close();
  }
}

/** Credentials for the sign-in: from the environment, or the initial password in the data directory. */
export function credentials(env: NodeJS.ProcessEnv, passwordFile: string) {
  const username = env['HEDDLE_ADMIN_USERNAME'] || 'admin';
  if (env['HEDDLE_ADMIN_PASSWORD']) return { username, password: env['HEDDLE_ADMIN_PASSWORD'] };
  if (existsSync(passwordFile)) return { username, password: readFileSync(passwordFile, 'utf8').trim() };
  throw new ToolError(`The password of ${username} is unknown.`, 'Set it: HEDDLE_ADMIN_PASSWORD=… npm run demo');
}

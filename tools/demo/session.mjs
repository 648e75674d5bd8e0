import { existsSync, readFileSync } from 'node:fs';
import { ToolError } from '../lib/say.mjs';
import { Live } from './live.mjs';
import { operationBar } from './progress.mjs';
import { Rest } from './rest.mjs';

/** An operation that did not succeed. */
export class OperationError extends ToolError {
  /**
   * @param {string} message
   * @param {string} remedy
   * @param {{ operationId: string, code: string | undefined, reason: string, cause: string }} failure
   */
  constructor(message, remedy, { operationId, code, reason, cause }) {
    super(message, remedy);
    this.cause = cause;
    this.operationId = operationId;
    this.code = code;
    /** The failed operation, without its cause and id. */
    this.reason = reason;
  }
}

/** A signed-in client of one instance. It shows the progress of operations and records how long they took. */
export class Session {
  /** @type {{ what: string, seconds: number }[]} */
  timings = [];
  rest;
  #live;

  /**
   * @param {string} url
   * @param {{ username: string, password: string }} credentials
   * @param {AbortSignal} signal ends every wait
   */
  constructor(url, credentials, signal) {
    this.rest = new Rest(url, credentials);
    this.#live = new Live(url, () => this.rest.token, signal);
  }

  /**
   * Requests an operation and follows it on the live feed.
   * @param {string} what
   * @param {() => Promise<{ resource: any, operation: { id: string } }>} request
   * @returns {Promise<any>} the resource that the request created
   */
  async operation(what, request) {
    const began = performance.now();
    const { resource, operation } = await request();
    const bar = operationBar(what);
    const state = await this.#live.follow(operation.id, (event) => bar.update(event));
    const seconds = (performance.now() - began) / 1000;
    bar.end(state, seconds);
    this.timings.push({ what, seconds });
    if (state !== 'succeeded') throw await this.failure(what, operation.id);
    return resource;
  }

  /**
   * Runs a short action.
   * @template T
   * @param {string} what
   * @param {() => Promise<T>} action
   * @returns {Promise<T>}
   */
  async timed(what, action) {
    const began = performance.now();
    const result = await action();
    this.timings.push({ what, seconds: (performance.now() - began) / 1000 });
    return result;
  }

  close() {
    this.#live.close();
  }

  /**
   * The reason why an operation did not succeed.
   * @param {string} what
   * @param {string} id
   */
  async failure(what, id) {
    const { state, error } = await this.rest.get(`/operations/${id}`);
    const cause = error?.cause ?? '';
    const failure = { operationId: id, code: error?.code, reason: error?.message ?? state, cause };
    if (!error) return new OperationError(`${what}: ${state}.`, 'Run the demo again.', failure);
    const where = error.step ?? 'its start';
    const message = `${what} failed at ${where} (${error.code}): ${error.message}${cause && `\n${cause}`}`;
    return new OperationError(message, error.remedy, failure);
  }
}

/**
 * Credentials for the sign-in: from the environment, or the initial password in the data directory.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} passwordFile
 */
export function credentials(env, passwordFile) {
  const username = env['HEDDLE_ADMIN_USERNAME'] || 'admin';
  if (env['HEDDLE_ADMIN_PASSWORD']) return { username, password: env['HEDDLE_ADMIN_PASSWORD'] };
  if (existsSync(passwordFile)) return { username, password: readFileSync(passwordFile, 'utf8').trim() };
  throw new ToolError(`The password of ${username} is unknown.`, 'Set it: HEDDLE_ADMIN_PASSWORD=… npm run demo');
}

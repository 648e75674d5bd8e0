import { join } from 'node:path';
import { Live } from '../../demo/live.mjs';
import { Rest } from '../../demo/rest.mjs';
import { credentials } from '../../demo/session.mjs';
import { ToolError } from '../../lib/say.mjs';
import { launch } from '../../start/launch.mjs';
import { freePort } from '../../start/port.mjs';
import { launchLayout } from '../../start/settings.mjs';

/** An instance of the built product with its own data folder, ports and Redis. */
export class Instance {
  #running;
  #live;
  rest;
  data;
  url;

  /**
   * @param {import('../../start/launch.mjs').Running} running
   * @param {string} data
   * @param {AbortSignal} signal
   */
  constructor(running, data, signal) {
    this.#running = running;
    this.data = data;
    this.url = running.url;
    this.rest = new Rest(running.url, credentials({}, launchLayout(data).firstPassword));
    this.#live = new Live(running.url, () => this.rest.token, signal);
  }

  /**
   * @param {string} folder
   * @param {Pick<import('../benchmarks/index.mjs').Context, 'env' | 'signal'>} context
   * @param {NodeJS.ProcessEnv} [variables] settings of the instance
   */
  static async start(folder, { env, signal }, variables = {}) {
    const data = join(folder, 'data');
    const settings = { data, host: '127.0.0.1', port: await freePort(), workers: 2, redisUrl: undefined };
    const running = await launch(settings, {
      env: { ...withoutSettings(env), ...variables },
      print: () => undefined,
      signal,
    });
    const instance = new Instance(running, data, signal);
    await instance.rest.signIn();
    return instance;
  }

  /**
   * Requests an operation and waits on the live feed until it has succeeded.
   * @param {string} path below /api/v1
   * @param {unknown} body
   * @returns {Promise<{ resource: any, operation: { id: string } }>}
   */
  async operation(path, body) {
    const accepted = await this.rest.post(path, body);
    const state = await this.#live.follow(accepted.operation.id, () => undefined);
    if (state === 'succeeded') return accepted;
    const { error } = await this.rest.get(`/operations/${accepted.operation.id}`);
    throw new ToolError(
      `POST ${path} ended ${state}: ${error?.message ?? ''}\n${error?.cause ?? ''}`,
      error?.remedy ?? 'See the operation for details.',
    );
  }

  /**
   * Duration of the steps of an operation in milliseconds, by `kind/step`.
   * @param {string} id
   * @returns {Promise<Record<string, number>>}
   */
  async stepTimes(id) {
    const { kind, steps } = await this.rest.get(`/operations/${id}`);
    return Object.fromEntries(
      steps.map((/** @type {{ name: string, startedAt: string, finishedAt: string }} */ step) => [
        `${kind}/${step.name}`,
        Date.parse(step.finishedAt) - Date.parse(step.startedAt),
      ]),
    );
  }

  /** Releases a chain. @param {{ id: string, name: string }} chain */
  async release({ id, name }) {
    await this.operation(`/chains/${id}/release`, { confirmName: name });
  }

  /** Stops the instance and the nodes of its chains. */
  async stop() {
    this.#live.close();
    await this.#running.stop();
  }
}

/**
 * The environment without the settings of a user's own instance.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutSettings(env) {
  const own = Object.entries(env).filter(
    ([name]) => !name.startsWith('HEDDLE_') && !['REDIS_URL', 'DATABASE_URL', 'NODE_ENV'].includes(name),
  );
  return Object.fromEntries(own);
}

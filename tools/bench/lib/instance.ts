import { join } from 'node:path';
import { SignedInClient } from '@heddle/client';
import { api, type Chain, type Operation, type OperationId } from '@heddle/contracts';
import { OperationError, credentials } from '../../demo/session.ts';
import { launch, type Running } from '../../start/launch.ts';
import { freePort } from '../../start/port.ts';
import { launchLayout } from '../../start/settings.ts';
import type { Context } from '../benchmarks/context.ts';

interface Opened {
  readonly data: string;
  readonly client: SignedInClient;
  readonly signal: AbortSignal;
}

interface InstanceOptions {
  /** Settings of the instance. */
  readonly variables?: NodeJS.ProcessEnv;
  readonly workers?: number;
}

/** An instance of the built product with its own data folder, ports and Redis. */
export class Instance {
  readonly #running: Running;
  readonly #signal: AbortSignal;
  readonly client: SignedInClient;
  readonly data: string;
  readonly url: string;
  readonly redisUrl: string;

  constructor(running: Running, { data, client, signal }: Opened) {
    this.#running = running;
    this.#signal = signal;
    this.client = client;
    this.data = data;
    this.url = running.url;
    this.redisUrl = running.redisUrl;
  }

  static async start(
    folder: string,
    { env, signal }: Pick<Context, 'env' | 'signal'>,
    { variables = {}, workers = 2 }: InstanceOptions = {},
  ): Promise<Instance> {
    const data = join(folder, 'data');
    const settings = { data, host: '127.0.0.1', port: await freePort(), workers, redisUrl: undefined };
    const running = await launch(settings, {
      env: { ...withoutSettings(env), ...variables },
      print: () => undefined,
      signal,
    });
    const login = credentials({}, launchLayout(data).firstPassword);
    const client = await SignedInClient.open({ url: running.url, login });
    return new Instance(running, { data, client, signal });
  }

  /** Requests an operation and waits on the live feed until it has succeeded. */
  async succeeded<Accepted extends { operation: Operation }>(request: Promise<Accepted>): Promise<Accepted> {
    const accepted = await request;
    const ended = await this.client.follow(accepted.operation, { signal: this.#signal });
    if (ended.state !== 'succeeded') throw new OperationError(`${ended.kind} of ${ended.subject}`, ended);
    return accepted;
  }

  /** Duration of the steps of an operation in milliseconds, by `kind/step`. */
  async stepTimes(operationId: OperationId): Promise<Record<string, number>> {
    const { kind, steps } = await this.client.ask(api.operations.get, { params: { operationId } });
    return Object.fromEntries(
      steps.map(({ name, startedAt, finishedAt }) => [
        `${kind}/${name}`,
        Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? ''),
      ]),
    );
  }

  /** Releases a chain. */
  async release({ id, name }: Pick<Chain, 'id' | 'name'>): Promise<void> {
    const input = { params: { chainId: id }, body: { confirmName: name } };
    await this.succeeded(this.client.ask(api.chains.release, input));
  }

  /** Stops the instance and the nodes of its chains. */
  async stop(): Promise<void> {
    this.client.close();
    await this.#running.stop();
  }
}

/** The environment without the settings of a user's own instance. */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(
    ([name]) => !name.startsWith('HEDDLE_') && !['REDIS_URL', 'DATABASE_URL', 'NODE_ENV'].includes(name),
  );
  return Object.fromEntries(own);
}

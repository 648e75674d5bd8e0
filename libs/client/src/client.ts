import type { Page, Problem, ResponseOf, Route } from '@heddle/contracts';
import { ApiError } from './api-error';
import type { Authentication } from './authentication';
import type { CallInput, LooseInput } from './request';
import type { Download, Transport } from './transport';

/** The item of a route that returns pages. */
export type ItemOf<R> = ResponseOf<R> extends { items: (infer Item)[]; nextCursor: string | null } ? Item : never;

/** A client of the REST API for one user. An expired session is renewed once per request. */
export class Client {
  readonly #transport: Transport;
  readonly #authentication: Authentication;

  constructor(transport: Transport, authentication: Authentication) {
    this.#transport = transport;
    this.#authentication = authentication;
  }

  /** Sends a request: `client.ask(api.chains.get, { params: { chainId } })`. @throws ApiError */
  ask<R extends Route>(route: R, input: CallInput<R>): Promise<ResponseOf<R>> {
    return this.#authentication.authorized((token) => this.#transport.send(route, input, token));
  }

  /** Sends a request that must be rejected. @throws Error if it is accepted */
  async refusal<R extends Route>(route: R, input: CallInput<R>): Promise<Problem> {
    const answer = await this.ask(route, input).catch((error: unknown) => {
      if (error instanceof ApiError && error.status !== 0) return error;
      throw error;
    });
    if (answer instanceof ApiError) return answer.problem;
    throw new Error(`${route.method} ${route.path} was accepted: ${JSON.stringify(answer)}`);
  }

  /** The items of all pages, from the page of `query` on. @throws ApiError */
  async *items<R extends Route>(route: R, input: CallInput<R>): AsyncGenerator<ItemOf<R>> {
    const { query: first } = input as LooseInput;
    let cursor: string | null = null;
    do {
      const query = { ...first, ...(cursor === null ? {} : { cursor }) };
      const page = (await this.ask(route, { ...input, query } as CallInput<R>)) as Page<ItemOf<R>>;
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  /** The items of all pages at once. @throws ApiError */
  async all<R extends Route>(route: R, input: CallInput<R>): Promise<ItemOf<R>[]> {
    const all: ItemOf<R>[] = [];
    for await (const item of this.items(route, input)) all.push(item);
    return all;
  }

  /** The file that a route returns. @throws ApiError */
  download<R extends Route>(route: R, input: CallInput<R>): Promise<Download> {
    return this.#authentication.authorized((token) => this.#transport.download(route, input, token));
  }

  /** The items of an endless stream, until the signal or the server ends it. @throws ApiError */
  stream<R extends Route>(route: R, input: CallInput<R>): Promise<AsyncGenerator<ResponseOf<R>>> {
    return this.#authentication.authorized((token) => this.#transport.stream(route, input, token));
  }
}

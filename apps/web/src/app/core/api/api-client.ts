import { Injectable, inject } from '@angular/core';
import type { ResponseOf, Route } from '@heddle/contracts';
import { SessionStore } from '../session/session.store';
import { ApiError } from './api-error';
import { Transport, type CallInput } from './transport';

/** The one way to the REST API: `client.call(api.chains.list, { query })`. Renews an expired session once. */
@Injectable({ providedIn: 'root' })
export class ApiClient {
  readonly #transport = inject(Transport);
  readonly #session = inject(SessionStore);

  call<R extends Route>(route: R, input: CallInput<R>): Promise<ResponseOf<R>> {
    return this.#signedIn((token) => this.#transport.send(route, input, token));
  }

  download<R extends Route>(route: R, input: CallInput<R>): Promise<Blob> {
    return this.#signedIn((token) => this.#transport.bytes(route, input, token));
  }

  /** The lines of an answer without an end, until the signal ends it. */
  stream<R extends Route>(route: R, input: CallInput<R>): Promise<AsyncGenerator<ResponseOf<R>>> {
    return this.#signedIn((token) => this.#transport.lines(route, input, token));
  }

  async #signedIn<Answer>(ask: (token: string | null) => Promise<Answer>): Promise<Answer> {
    try {
      return await ask(this.#session.token());
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      if (!(await this.#session.renew())) throw error;
      return ask(this.#session.token());
    }
  }
}

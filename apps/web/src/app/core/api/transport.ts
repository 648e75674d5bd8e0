import { Injectable, InjectionToken, inject } from '@angular/core';
import {
  API_PREFIX,
  Problem,
  type BodyInputOf,
  type ErrorCode,
  type ParamsOf,
  type QueryInputOf,
  type ResponseOf,
  type Route,
} from '@heddle/contracts';
import { ApiError, localError } from './api-error';

/** The browser's fetch; replaced in specs. */
export const FETCH = new InjectionToken<typeof fetch>('FETCH', {
  providedIn: 'root',
  factory: () => (input, init) => globalThis.fetch(input, init),
});

/** An empty strict object infers as a record of never. */
type AllOptional<Value> = string extends keyof Value ? true : Partial<Value> extends Value ? true : false;
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? Partial<Record<Name, undefined>>
  : AllOptional<Value> extends true
    ? { [Key in Name]?: Value }
    : Record<Name, Value>;

/** What a route needs to be called, derived from its schemas; `form` replaces the body of multipart routes. */
export type CallInput<R> = Part<'params', ParamsOf<R>> &
  Part<'query', QueryInputOf<R>> &
  Part<'body', BodyInputOf<R>> & { form?: FormData; idempotencyKey?: string; signal?: AbortSignal };

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  form?: FormData;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** Address of a call: path parameters filled in, defined query values appended. */
export function addressOf(route: Route, { params = {}, query = {} }: LooseInput): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${API_PREFIX}${path}${text === '' ? '' : `?${text}`}`;
}

function requestOf(route: Route, input: LooseInput, token: string | null): RequestInit {
  const headers = new Headers({ Accept: route.media?.stream === undefined ? 'application/json' : LINES });
  if (token !== null) headers.set('Authorization', `Bearer ${token}`);
  if (input.idempotencyKey !== undefined) headers.set('Idempotency-Key', input.idempotencyKey);
  const init: RequestInit = { method: route.method, headers, credentials: 'same-origin' };
  if (input.signal !== undefined) init.signal = input.signal;
  if (input.form !== undefined) init.body = input.form;
  else if (input.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(input.body);
  }
  return init;
}

const LINES = 'application/x-ndjson';

const CODE_BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'malformed_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

async function problemOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  const parsed = Problem.safeParse(jsonOrNull(text));
  if (parsed.success) return new ApiError(parsed.data);
  const code = CODE_BY_STATUS[response.status] ?? (response.status >= 502 ? 'unavailable' : 'internal');
  const detail = `The server answered ${String(response.status)} ${response.statusText}`.trim();
  return new ApiError({ type: 'about:blank', title: code, status: response.status, code, detail });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Sends one request as the contracts describe it, and trusts no answer that they do not describe. */
@Injectable({ providedIn: 'root' })
export class Transport {
  readonly #fetch = inject(FETCH);

  async send<R extends Route>(route: R, input: CallInput<R>, token: string | null): Promise<ResponseOf<R>> {
    const response = await this.#ask(route, input as LooseInput, token);
    const body: unknown = response.status === 204 ? undefined : await response.json();
    const parsed = route.response.safeParse(body);
    if (parsed.success) return parsed.data as ResponseOf<R>;
    throw localError('internal', `The answer to ${route.method} ${route.path} has an unknown shape.`, parsed.error);
  }

  /** The answer's bytes, for downloads. */
  async bytes<R extends Route>(route: R, input: CallInput<R>, token: string | null): Promise<Blob> {
    return (await this.#ask(route, input as LooseInput, token)).blob();
  }

  /** The lines of a stream as they come, once the server has accepted it; empty ones are heartbeats. */
  async lines<R extends Route>(
    route: R,
    input: CallInput<R>,
    token: string | null,
  ): Promise<AsyncGenerator<ResponseOf<R>>> {
    return parsedLines(route, await this.#ask(route, input as LooseInput, token));
  }

  async #ask(route: Route, input: LooseInput, token: string | null): Promise<Response> {
    const response = await this.#fetch(addressOf(route, input), requestOf(route, input, token)).catch(
      (cause: unknown) => {
        if (input.signal?.aborted === true) throw cause;
        throw localError('unavailable', 'The server could not be reached.', cause);
      },
    );
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

async function* parsedLines<R extends Route>(route: R, { body }: Response): AsyncGenerator<ResponseOf<R>> {
  if (body === null) return;
  for await (const line of linesOf(body)) {
    if (line === '') continue;
    const parsed = route.response.safeParse(jsonOrNull(line));
    if (!parsed.success) {
      throw localError('internal', `A line of ${route.method} ${route.path} has an unknown shape.`, parsed.error);
    }
    yield parsed.data as ResponseOf<R>;
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch (cause) {
    throw localError('unavailable', 'The connection to the server broke.', cause);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

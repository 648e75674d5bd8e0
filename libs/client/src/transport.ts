import { Problem, type ErrorCode, type ResponseOf, type Route } from '@heddle/contracts';
import { ApiError, localError } from './api-error';
import { linesOf } from './lines';
import { addressOf, requestOf, type CallInput, type LooseInput } from './request';

/** The part of `fetch` that the client uses. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

export interface TransportOptions {
  /** Base address of the instance; empty in a browser that the instance serves. */
  readonly url?: string;
  readonly fetch?: Fetch;
}

export interface Download {
  /** The name that the API gave the file, if it gave one. */
  readonly name: string | null;
  readonly content: Blob;
}

/** Sends single requests as the contracts describe them, and rejects answers that they do not describe. */
export class Transport {
  readonly #url: string;
  readonly #fetch: Fetch;

  constructor({ url = '', fetch = (address, init) => globalThis.fetch(address, init) }: TransportOptions = {}) {
    this.#url = url;
    this.#fetch = fetch;
  }

  /** @throws ApiError */
  async send<R extends Route>(route: R, input: CallInput<R>, token: string | null): Promise<ResponseOf<R>> {
    const response = await this.#answer(route, input as LooseInput, token);
    const body = await read(input, () => response.text());
    const parsed = route.response.safeParse(body === '' ? undefined : valueOf(response, body));
    if (parsed.success && response.status === route.status) return parsed.data as ResponseOf<R>;
    throw unknownShape(`The answer ${String(response.status)} to ${route.method} ${route.path}`, parsed.error);
  }

  /** @throws ApiError */
  async download<R extends Route>(route: R, input: CallInput<R>, token: string | null): Promise<Download> {
    const response = await this.#answer(route, input as LooseInput, token);
    const [, name = null] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
    return { name, content: await read(input, () => response.blob()) };
  }

  /**
   * The items of an endless stream, once the server has accepted it. It ends with the signal or with the server.
   * @throws ApiError
   */
  async stream<R extends Route>(
    route: R,
    input: CallInput<R>,
    token: string | null,
  ): Promise<AsyncGenerator<ResponseOf<R>>> {
    return parsedLines(route, await this.#answer(route, input as LooseInput, token));
  }

  async #answer(route: Route, input: LooseInput, token: string | null): Promise<Response> {
    const response = await this.#fetch(`${this.#url}${addressOf(route, input)}`, requestOf(route, input, token)).catch(
      (cause: unknown) => {
        if (input.signal?.aborted === true) throw cause;
        throw localError('unavailable', 'The server could not be reached.', cause);
      },
    );
    if (response.ok) return response;
    throw problemOf(response, await read(input, () => response.text()));
  }
}

/** @throws ApiError if the connection is lost before the end of the answer */
async function read<Body>({ signal }: Pick<LooseInput, 'signal'>, body: () => Promise<Body>): Promise<Body> {
  try {
    return await body();
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw localError('unavailable', 'The connection to the server broke.', cause);
  }
}

/** Routes of text files answer with text. */
function valueOf(response: Response, text: string): unknown {
  return response.headers.get('content-type')?.includes('json') === true ? jsonOrNull(text) : text;
}

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

/** Proxies answer without a problem, so the code is derived from the status. */
function problemOf({ status, statusText }: Response, text: string): ApiError {
  const parsed = Problem.safeParse(jsonOrNull(text));
  if (parsed.success && parsed.data.status === status) return new ApiError(parsed.data);
  const code = CODE_BY_STATUS[status] ?? (status >= 502 ? 'unavailable' : 'internal');
  const detail = `The server answered ${String(status)} ${statusText}`.trim();
  return new ApiError({ type: 'about:blank', title: code, status, code, detail });
}

function unknownShape(what: string, cause: unknown): ApiError {
  return localError('internal', `${what} has an unknown shape.`, cause);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

async function* parsedLines<R extends Route>(route: R, { body }: Response): AsyncGenerator<ResponseOf<R>> {
  if (body === null) return;
  for await (const line of linesOf(body)) {
    // Empty lines are heartbeats.
    if (line === '') continue;
    const parsed = route.response.safeParse(jsonOrNull(line));
    if (!parsed.success) throw unknownShape(`A line of ${route.method} ${route.path}`, parsed.error);
    yield parsed.data as ResponseOf<R>;
  }
}

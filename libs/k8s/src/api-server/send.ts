import type { Dispatcher } from 'undici';
import { ANSWER_BYTES, AnswerRefusedError, refusalOf } from '../access/bounded-answers';
import type { ClusterApi } from '../access/cluster-api';
import { clusterError } from '../access/cluster-error';
import { ApiStatusError, type ApiStatus } from './api-status-error';
import { hearFrom } from './last-heard';

/** One request to the API server, as its REST interface defines it. */
export interface ApiRequest {
  /** `GET` when not given. */
  readonly method?: 'GET' | 'PATCH' | 'POST' | 'DELETE';
  /** Path at the API server, without a query: `/api/v1/namespaces/x/pods`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Media types of the response; whole objects as JSON, and the text of logs, when not given. */
  readonly accept?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a byte of the response after which the server counts as gone; 20,000 when not given. */
  readonly silenceMs?: number;
  /** Milliseconds until the response begins; `silenceMs` when not given. */
  readonly answerMs?: number;
}

/** Where a request goes. */
export interface ApiContext {
  readonly api: Pick<ClusterApi, 'server' | 'config'>;
}

/** The body of a response. */
export type ApiBody = Dispatcher.ResponseData['body'];

/**
 * Undici's agents read `allowH2` from each request, which its types lack. With HTTP/2 they send nothing while the first
 * connection is made, so a server that hangs would delay every other request in turn.
 */
type RequestOptions = Dispatcher.RequestOptions & { readonly allowH2: false };

const SILENCE_MS = 20_000;
const JSON_TYPE = 'application/json';
/** An error body is a `Status` object of some hundred bytes. */
const ERROR_BODY = 65_536;

/**
 * Sends one request over the cluster's connections. The response is a stream, whose connection serves no other request
 * meanwhile.
 *
 * @throws ApiStatusError when the server rejects it, ClusterUnreachableError, the reason of the signal
 */
export function sendForStream(context: ApiContext, request: ApiRequest): Promise<ApiBody> {
  return withTypedErrors(context, request, () => bodyOf(context, request));
}

/** As {@link sendForStream}; the response is read as text, at most {@link ANSWER_BYTES} characters of it. */
export function sendForText(context: ApiContext, request: ApiRequest): Promise<string> {
  return withTypedErrors(context, request, async () => textOf(await bodyOf(context, request), ANSWER_BYTES));
}

/** As {@link sendForText}, for JSON; a response that is too large fails. */
export function sendForJson(context: ApiContext, request: ApiRequest): Promise<unknown> {
  return withTypedErrors(context, request, async () => {
    const text = await textOf(await bodyOf(context, request), ANSWER_BYTES);
    if (text.length < ANSWER_BYTES) return JSON.parse(text) as unknown;
    throw new AnswerRefusedError('ANSWER_TOO_LARGE', `The answer is over ${ANSWER_BYTES} bytes.`);
  });
}

async function bodyOf({ api }: ApiContext, request: ApiRequest): Promise<ApiBody> {
  const { dispatcher, headers } = await api.config.connection();
  request.signal?.throwIfAborted();
  const options = { ...optionsOf(request, api.server), headers: { ...headers, ...headersOf(request) } };
  const response = await begin(dispatcher, options, request);
  hearFrom(api);
  const refused = refusalOf(response.statusCode, response.headers);
  if (refused === undefined && response.statusCode < 400) return response.body;
  const text = await textOf(response.body, ERROR_BODY);
  throw refused ?? rejection(response, text);
}

/**
 * Returns when the response begins. Undici neither aborts nor times out a request that waits for its connection; one
 * that was given up is not sent any more.
 */
function begin(
  dispatcher: Dispatcher,
  options: RequestOptions,
  { signal, silenceMs = SILENCE_MS, answerMs = silenceMs }: ApiRequest,
): Promise<Dispatcher.ResponseData> {
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new DOMException(`no answer within ${answerMs / 1_000} s`, 'TimeoutError'));
  }, answerMs);
  const limit = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
  const begun = new Promise<Dispatcher.ResponseData>((resolve, reject) => {
    limit.addEventListener('abort', () => {
      reject(limit.reason as Error);
    });
    dispatcher.request({ ...options, signal: limit }).then(resolve, reject);
  });
  return begun.finally(() => {
    clearTimeout(timer);
  });
}

function optionsOf(request: ApiRequest, server: string): RequestOptions {
  const { method = 'GET', path, query = {}, body, silenceMs = SILENCE_MS } = request;
  const url = new URL(server.replace(/\/$/, '') + path);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    body: body === undefined ? null : JSON.stringify(body),
    headersTimeout: 0,
    bodyTimeout: silenceMs,
    allowH2: false,
  };
}

function headersOf({
  body,
  contentType = JSON_TYPE,
  accept = `${JSON_TYPE}, */*`,
}: ApiRequest): Record<string, string> {
  return { accept, ...(body !== undefined && { 'content-type': contentType }) };
}

/** Text of a body, of which at most a limit is read. */
async function textOf(body: ApiBody, limit: number): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  body.setEncoding('utf8');
  for await (const part of body as AsyncIterable<string>) {
    parts.push(part);
    length += part.length;
    if (length >= limit) break;
  }
  return parts.join('').slice(0, limit);
}

function rejection({ statusCode, headers }: Dispatcher.ResponseData, text: string): ApiStatusError {
  const seconds = Number(headers['retry-after'] ?? NaN);
  return new ApiStatusError(statusCode, statusIn(text), Number.isFinite(seconds) ? seconds * 1_000 : null);
}

/** Proxies in front of the API server respond with plain text or HTML. */
function statusIn(text: string): ApiStatus {
  try {
    return JSON.parse(text) as ApiStatus;
  } catch {
    return { message: text.slice(0, 500) };
  }
}

async function withTypedErrors<Answer>(
  { api }: ApiContext,
  { method = 'GET', path, signal }: ApiRequest,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    signal?.throwIfAborted();
    return await send();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ApiStatusError) throw error;
    throw clusterError(error, { server: api.server, what: `${method === 'GET' ? 'read' : 'change'} ${path}` });
  }
}

import { BoundedLines } from '@heddle/runtime';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { ANSWER_BYTES, AnswerRefusedError } from '../access/bounded-answers';
import { clusterError } from '../access/cluster-error';
import type { ClusterContext } from '../cluster-context';

export interface ApiRequest {
  /** Path at the API server: `/api/v1/namespaces/x/pods`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a byte after which the server counts as gone; 20,000 when not given. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 20_000;
/** An error body is a `Status` object of some hundred bytes. */
const ERROR_BODY = 65_536;

/** The API server's rejection of one request, in its own words; callers know which of them are no error. */
export class ApiAnswerError extends Error {
  constructor(
    /** HTTP status. */
    readonly code: number,
    /** A `Status` object as JSON, or what a proxy in between wrote. */
    readonly body: string,
  ) {
    super(`The API server answers ${code}: ${body}`);
    this.name = 'ApiAnswerError';
  }
}

/** An open response broke off. */
export class StreamBrokenError extends Error {
  constructor(cause: unknown) {
    super('The connection to the API server broke.', { cause });
    this.name = 'StreamBrokenError';
  }
}

/** Text of a stream, of which at most a limit is read. */
async function textOf(stream: IncomingMessage, limit: number): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  stream.setEncoding('utf8');
  for await (const part of stream as AsyncIterable<string>) {
    parts.push(part);
    length += part.length;
    if (length >= limit) break;
  }
  return parts.join('').slice(0, limit);
}

/** The error for a response other than 200. */
function answerError(context: ClusterContext, path: string, answer: ApiAnswerError): Error {
  const final = answer.code < 500 && ![401, 403, 429].includes(answer.code);
  return final ? answer : failure(context, path, answer);
}

function failure({ api: { server } }: ClusterContext, path: string, error: unknown): Error {
  return clusterError(error, { server, what: `read ${path}` });
}

interface Sending {
  readonly options: RequestOptions;
  readonly silenceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The signal is not passed to `node:http`: it would destroy the socket of a response that was read to its end but not
 * closed yet, whose error has no listener, and so end the process.
 */
function send(url: URL, { options, silenceMs, signal }: Sending): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, options);
    const abort = () => {
      request.destroy(new Error('The request was given up.'));
    };
    const forget = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort, { once: true });
    request.on('error', (error) => {
      forget();
      reject(error);
    });
    request.on('response', (response) => {
      forget();
      closeWith(response, signal);
      resolve(response);
    });
    request.setTimeout(silenceMs, () => {
      request.destroy(new Error(`nothing was heard for ${silenceMs / 1000} s`));
    });
    request.on('socket', (socket) => socket.setKeepAlive(true, 10_000));
    request.end();
  });
}

function closeWith(response: IncomingMessage, signal: AbortSignal | undefined): void {
  const abort = () => response.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  response.on('close', () => signal?.removeEventListener('abort', abort));
}

/**
 * Sends a GET and returns the response's body as a stream. The client library's own streams end after 30 s of silence
 * and cannot be aborted before they are open; these live as long as bytes arrive within `silenceMs`.
 */
export async function openStream(context: ClusterContext, request: ApiRequest): Promise<IncomingMessage> {
  const { path, query = {}, signal, silenceMs = SILENCE_MS } = request;
  signal?.throwIfAborted();
  const url = new URL(context.api.server.replace(/\/$/, '') + path);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const options: RequestOptions = {};
  await context.api.config.applyToHTTPSOptions(options);
  signal?.throwIfAborted();
  const response = await send(url, { options, silenceMs, signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw failure(context, path, error);
  });
  if (response.statusCode === 200) return response;
  throw answerError(context, path, new ApiAnswerError(response.statusCode ?? 0, await textOf(response, ERROR_BODY)));
}

/** Reads a response as text, at most `limit` characters of it. */
export async function getText(context: ClusterContext, request: ApiRequest, limit = ANSWER_BYTES): Promise<string> {
  const response = await openStream(context, request);
  try {
    return await textOf(response, limit);
  } catch (error) {
    request.signal?.throwIfAborted();
    throw failure(context, request.path, error);
  }
}

/** Reads a response as JSON; one that is too large for {@link ANSWER_BYTES} fails. */
export async function getJson(context: ClusterContext, request: ApiRequest): Promise<unknown> {
  const text = await getText(context, request);
  if (text.length < ANSWER_BYTES) return JSON.parse(text) as unknown;
  throw failure(context, request.path, new AnswerRefusedError('ANSWER_TOO_LARGE', `${request.path} is too large.`));
}

async function* partsOf(stream: IncomingMessage): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  try {
    yield* stream as AsyncIterable<string>;
  } catch (error) {
    throw new StreamBrokenError(error);
  }
}

/**
 * The lines of a stream as they arrive, without their ends; a last line without an end is left out. Throws
 * `StreamBrokenError` where the response does not end as it should.
 */
export async function* linesOf(stream: IncomingMessage): AsyncGenerator<string> {
  let open: string[] = [];
  let length = 0;
  for await (const part of partsOf(stream)) {
    const [end = '', ...begun] = part.split('\n');
    open.push(end);
    length += end.length;
    if (begun.length > 0) {
      const rest = begun.pop() ?? '';
      yield open.join('');
      yield* begun;
      open = [rest];
      length = rest.length;
    }
    if (length > ANSWER_BYTES) throw new StreamBrokenError(new Error('A line of the answer does not end.'));
  }
}

/** Longest line of a container's log that is kept, in characters. */
const LONGEST_LOG_LINE = 65_536;

/** As {@link linesOf}, for a program's output: a line without an end takes no memory, a long one is cut with a mark. */
export async function* logLinesOf(stream: IncomingMessage): AsyncGenerator<string> {
  const ready: string[] = [];
  const lines = new BoundedLines((line) => ready.push(line), LONGEST_LOG_LINE);
  for await (const part of partsOf(stream)) {
    lines.write(part);
    yield* ready.splice(0);
  }
}

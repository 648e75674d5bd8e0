import type { Dispatcher } from 'undici';

type Dispatch = Dispatcher['dispatch'];
type Handler = Parameters<Dispatch>[1];
type ResponseStart = Parameters<NonNullable<Handler['onResponseStart']>>;
type ResponseData = Parameters<NonNullable<Handler['onResponseData']>>;

/** Bytes of one answer. A list of 1,000 pods is below 10 MB. */
export const ANSWER_BYTES = 16_777_216;

/** A response that no API server sends; `code` says which. `clusterError` explains it to users. */
export class AnswerRefusedError extends Error {
  constructor(
    readonly code: 'ANSWER_TOO_LARGE' | 'ANSWER_REDIRECTED' | 'ANSWER_ENCODED',
    message: string,
  ) {
    super(message);
    this.name = 'AnswerRefusedError';
  }
}

/** Passes everything on to undici's own handler until the response is rejected. */
class BoundedHandler implements Handler {
  readonly #handler: Handler;
  #bytes = 0;

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  onRequestStart(...args: Parameters<NonNullable<Handler['onRequestStart']>>): void {
    this.#handler.onRequestStart?.(...args);
  }

  onRequestUpgrade(...args: Parameters<NonNullable<Handler['onRequestUpgrade']>>): void {
    this.#handler.onRequestUpgrade?.(...args);
  }

  onResponseStart(...args: ResponseStart): void {
    const [controller, status, headers] = args;
    const refused = refusalOf(status, headers);
    if (refused === undefined) this.#handler.onResponseStart?.(...args);
    else controller.abort(refused);
  }

  onResponseData(...args: ResponseData): void {
    const [controller, chunk] = args;
    this.#bytes += chunk.length;
    if (this.#bytes <= ANSWER_BYTES) this.#handler.onResponseData?.(...args);
    else controller.abort(new AnswerRefusedError('ANSWER_TOO_LARGE', `The answer is over ${ANSWER_BYTES} bytes.`));
  }

  onResponseEnd(...args: Parameters<NonNullable<Handler['onResponseEnd']>>): void {
    this.#handler.onResponseEnd?.(...args);
  }

  onResponseError(...args: Parameters<NonNullable<Handler['onResponseError']>>): void {
    this.#handler.onResponseError?.(...args);
  }

  onResponseStarted(): void {
    this.#handler.onResponseStarted?.();
  }

  onBodySent(chunk: Buffer): void {
    this.#handler.onBodySent?.(chunk);
  }

  onRequestSent(): void {
    this.#handler.onRequestSent?.();
  }
}

/** Why a response is rejected, by its beginning. */
export function refusalOf(status: number, headers: ResponseStart[2]): AnswerRefusedError | undefined {
  // 304 answers conditional requests, which are not sent here.
  if (status >= 300 && status < 400) {
    return new AnswerRefusedError('ANSWER_REDIRECTED', `The answer is ${status}, to ${String(headers['location'])}.`);
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    return new AnswerRefusedError('ANSWER_ENCODED', `The answer is encoded with ${String(encoding)}.`);
  }
  return undefined;
}

/**
 * Bounds what one request can make this process hold: responses over {@link ANSWER_BYTES} are cut off with an error,
 * redirects are not followed, and compressed responses, whose size does not bound their content, are rejected. Requests
 * must send `Accept-Encoding: identity`.
 */
export function boundAnswers(dispatcher: Dispatcher): Dispatcher {
  return dispatcher.compose(
    (dispatch: Dispatch) => (options, handler) => dispatch(options, new BoundedHandler(handler)),
  );
}

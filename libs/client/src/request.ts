import { API_PREFIX, type BodyInputOf, type ParamsOf, type QueryInputOf, type Route } from '@heddle/contracts';

/** An empty strict object infers as a record of never. */
type AllOptional<Value> = string extends keyof Value ? true : Partial<Value> extends Value ? true : false;
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? Partial<Record<Name, undefined>>
  : AllOptional<Value> extends true
    ? { [Key in Name]?: Value }
    : Record<Name, Value>;

/** A file to upload. A Blob is sent as a stream: Node's `openAsBlob` never loads the file into memory. */
export interface UploadedFile {
  readonly name: string;
  readonly content: Blob | Uint8Array<ArrayBuffer>;
}

interface CallOptions {
  /** Replaces the body of a multipart route. */
  readonly file?: UploadedFile;
  /** The API accepts a repeated request with the same key once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal | undefined;
}

/** The input of a route, derived from its schemas. */
export type CallInput<R> = Part<'params', ParamsOf<R>> &
  Part<'query', QueryInputOf<R>> &
  Part<'body', BodyInputOf<R>> &
  CallOptions;

/** The input of any route. */
export interface LooseInput extends CallOptions {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

/** Path and query of a call. Query values that are undefined or empty are left out. */
export function addressOf(route: Route, { params = {}, query = {} }: LooseInput): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${API_PREFIX}${path}${text === '' ? '' : `?${text}`}`;
}

/** The options of `fetch` for a call. */
export function requestOf(route: Route, input: LooseInput, token: string | null): RequestInit {
  const headers = new Headers({ Accept: route.media?.stream === undefined ? 'application/json' : LINES });
  if (token !== null) headers.set('Authorization', `Bearer ${token}`);
  if (input.idempotencyKey !== undefined) headers.set('Idempotency-Key', input.idempotencyKey);
  const init: RequestInit = { method: route.method, headers, credentials: 'same-origin' };
  if (input.signal !== undefined) init.signal = input.signal;
  if (input.file !== undefined) init.body = formOf(input.file);
  else if (input.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(input.body);
  }
  return init;
}

const LINES = 'application/x-ndjson';

function formOf({ name, content }: UploadedFile): FormData {
  const form = new FormData();
  form.set('file', content instanceof Blob ? content : new Blob([content]), name);
  return form;
}

import type { ResponseContext } from '@kubernetes/client-node';
import type { ClusterApi } from '../access/cluster-api';
import { ApiStatusError, type ApiStatus } from './api-status-error';

/** One request to the API server, as its REST interface defines it. */
export interface ApiRequest {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
  /** Path on the server, without a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** Time limit for the whole response. */
const TIMEOUT_MS = 30_000;
const JSON_TYPE = 'application/json';

/** Where a request goes: the part of {@link ClusterApi} that is needed for it. */
export type ApiEndpoint = Pick<ClusterApi, 'server' | 'config'>;

/**
 * Sends one request over the cluster's pool of connections, and only that one: the library's own client for arbitrary
 * objects looks up the kind of every object first.
 *
 * @throws ApiStatusError when the server rejects it; the transport's own error when there is no response
 */
export async function sendRequest({ server, config }: ApiEndpoint, request: ApiRequest): Promise<ResponseContext> {
  const { IsomorphicFetchHttpLibrary, RequestContext } = await import('@kubernetes/client-node');
  const query = new URLSearchParams(request.query).toString();
  const url = `${server.replace(/\/$/, '')}${request.path}${query === '' ? '' : `?${query}`}`;
  const context = new RequestContext(url, request.method);
  context.setHeaderParam('Accept', request.accept ?? JSON_TYPE);
  if (request.body !== undefined) {
    context.setHeaderParam('Content-Type', request.contentType ?? JSON_TYPE);
    context.setBody(JSON.stringify(request.body));
  }
  context.setSignal(signalOf(request));
  await config.applySecurityAuthentication(context);
  const response = await new IsomorphicFetchHttpLibrary().send(context).toPromise();
  if (response.httpStatusCode >= 400) throw await refusal(response);
  return response;
}

function signalOf({ signal }: ApiRequest): AbortSignal {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

async function refusal(response: ResponseContext): Promise<ApiStatusError> {
  const seconds = Number(response.headers['retry-after']);
  const retryAfter = Number.isFinite(seconds) ? seconds * 1_000 : null;
  return new ApiStatusError(response.httpStatusCode, statusOf(await response.body.text()), retryAfter);
}

/** Proxies in front of the API server respond with plain text or HTML. */
function statusOf(text: string): ApiStatus {
  try {
    return JSON.parse(text) as ApiStatus;
  } catch {
    return { message: text.slice(0, 500) };
  }
}

import { statusOf } from '../access/cluster-error';

/** No connection, or a broken one: codes of Node's sockets, of its resolver, and of undici. */
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ERR_HTTP2_GOAWAY_SESSION',
  'ERR_HTTP2_SESSION_ERROR',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_HTTP2_STREAM_CANCEL',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_DESTROYED',
  'UND_ERR_INFO',
]);

/** Responses of a server that runs and cannot serve now. */
const BUSY_STATUS = new Set([429, 502, 503, 504]);

/** The fields of an error that say what happened; errors of other realms are not instances of this one's `Error`. */
interface ErrorParts {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

function partsOf(error: unknown): ErrorParts | undefined {
  return typeof error === 'object' && error !== null ? error : undefined;
}

function isNetworkError(error: unknown): boolean {
  const parts = partsOf(error);
  if (parts === undefined) return false;
  if (parts.name === 'TimeoutError' || (typeof parts.code === 'string' && NETWORK_CODES.has(parts.code))) return true;
  return isNetworkError(parts.cause) || (Array.isArray(parts.errors) && parts.errors.some(isNetworkError));
}

/**
 * By status, the API server's messages when the same request succeeds a moment later: a quota that is not counted yet,
 * two requests that changed a count at once, an etcd that lost its leader, a server that started and does not know its
 * ranges of Service addresses yet.
 */
const PASSING: Readonly<Record<number, RegExp>> = {
  403: /status unknown for quota/i,
  409: /object has been modified|please apply your changes to the latest/i,
  500: /etcdserver|etcd cluster|leader changed|timed? ?out|failed to allocate a serviceIP/i,
};

function isPassing(error: unknown, status: number): boolean {
  return PASSING[status]?.test((error as Error).message) ?? false;
}

/** Whether a retry of the same request may succeed without any other change. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  if (status === undefined) return isNetworkError(error);
  return BUSY_STATUS.has(status) || isPassing(error, status);
}

/** Whether the request may not have arrived: there was no response at all. */
export function isSilence(error: unknown): boolean {
  return statusOf(error) === undefined;
}

import { clusterError } from '../access/cluster-error';
import { ApiStatusError } from './api-status-error';
import { sendForJson, sendForStream, sendForText, type ApiBody, type ApiContext, type ApiRequest } from './send';

type ReadRequest = Omit<ApiRequest, 'method' | 'body' | 'contentType'>;

/**
 * Reads a response as text, at most `ANSWER_BYTES` characters of it.
 *
 * @throws ApiStatusError for a status that callers may expect, such as 404; ClusterRefusedError, ClusterUnreachableError
 */
export function getText(context: ApiContext, request: ReadRequest): Promise<string> {
  return explained(context, request, sendForText);
}

/** As {@link getText}, for JSON; a response that is too large fails. */
export function getJson(context: ApiContext, request: ReadRequest): Promise<unknown> {
  return explained(context, request, sendForJson);
}

/** As {@link getText}; the response is a stream, which stays open as long as bytes arrive within `silenceMs`. */
export function openStream(context: ApiContext, request: ReadRequest): Promise<ApiBody> {
  return explained(context, request, sendForStream);
}

async function explained<Answer>(
  context: ApiContext,
  request: ReadRequest,
  send: (context: ApiContext, request: ReadRequest) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send(context, request);
  } catch (error) {
    if (!(error instanceof ApiStatusError) || isExpected(error)) throw error;
    throw clusterError(error, { server: context.api.server, what: `read ${request.path}` });
  }
}

const isExpected = ({ code }: ApiStatusError): boolean => code < 500 && ![401, 403, 429].includes(code);

import { LogLevelRefusedError } from '../errors';
import { readOperations, type OperationsRequest } from './read-operations';

/**
 * Changes a node's logging specification while it runs, until its next restart. An empty one is that of Fabric's
 * default, `info`, with which Heddle starts nodes.
 *
 * @throws LogLevelRefusedError when the node does not accept it or does not answer
 */
export async function putLogSpec(
  node: string,
  spec: string,
  request: Omit<OperationsRequest, 'path' | 'put'>,
): Promise<void> {
  const answer = await readOperations({ ...request, path: '/logspec', put: { spec } }).catch((error: unknown) => {
    request.signal?.throwIfAborted();
    throw new LogLevelRefusedError(node, 'it does not answer', { unreachable: true, cause: error });
  });
  if (answer.status === 204) return;
  throw new LogLevelRefusedError(node, reasonOf(answer.body) ?? `status ${String(answer.status)}`);
}

/** Fabric answers `{"error": "..."}`. */
function reasonOf(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && 'error' in parsed ? String(parsed.error) : undefined;
  } catch {
    return undefined;
  }
}

import type { ClusterContext } from '../cluster-context';
import { namespaceOf } from '../names';
import { isStatus } from '../api-server/api-status-error';
import { getText } from '../api-server/read';

export interface PodLogRequest {
  readonly chainId: string;
  readonly pod: string;
  readonly container: string;
  /** `previous`, `tailLines`, `sinceTime`, `timestamps`, `limitBytes`, `follow`, as the API server names them. */
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export function podLogPath({ chainId, pod }: Pick<PodLogRequest, 'chainId' | 'pod'>): string {
  return `/api/v1/namespaces/${namespaceOf(chainId)}/pods/${pod}/log`;
}

/** The pod does not exist, its container never ran, or the log of the previous run is deleted. */
export function isLogAbsent(error: unknown): boolean {
  return isStatus(error, 400, 404);
}

/** Log text of a container; empty when there is none. */
export async function podLog(context: ClusterContext, request: PodLogRequest): Promise<string> {
  const { container, query, signal } = request;
  try {
    return await getText(context, { path: podLogPath(request), query: { container, ...query }, signal });
  } catch (error) {
    if (isLogAbsent(error)) return '';
    throw error;
  }
}

/** The last lines of a container that runs, or of its last run, without the blank ones. */
export async function lastPodLines(
  context: ClusterContext,
  request: Omit<PodLogRequest, 'query'>,
  count: number,
): Promise<string[]> {
  const text = await podLog(context, { ...request, query: { tailLines: String(count * 2), limitBytes: '65536' } });
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
}

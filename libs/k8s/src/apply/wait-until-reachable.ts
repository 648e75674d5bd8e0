import type { ClusterCalls } from './cluster-calls';
import { sendRequest } from './send-request';

/** Returns when the API server responds: whether it had been unavailable. Reading its version needs no permission. */
export async function waitUntilReachable(calls: ClusterCalls): Promise<boolean> {
  const { context, signal } = calls;
  let asked = 0;
  await calls.patiently(() => {
    asked += 1;
    return sendRequest(context.api, { method: 'GET', path: '/version', ...(signal !== undefined && { signal }) });
  });
  return asked > 1;
}

import type { ClusterCalls } from './cluster-calls';
import { sendRequest } from './send-request';

/** Returns when the API server answers, and tells whether it had been away. Anybody may ask for its version. */
export async function waitUntilReachable(calls: ClusterCalls): Promise<boolean> {
  const { context, signal } = calls;
  let asked = 0;
  await calls.patiently(() => {
    asked += 1;
    return sendRequest(context.api, { method: 'GET', path: '/version', ...(signal !== undefined && { signal }) });
  });
  return asked > 1;
}

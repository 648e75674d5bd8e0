import { sendForText } from '../../api-server/send';
import type { ClusterCalls } from './cluster-calls';

/** Returns when the API server responds: whether it had been unavailable. Reading its version needs no permission. */
export async function waitUntilReachable(calls: ClusterCalls): Promise<boolean> {
  const { context, signal } = calls;
  let asked = 0;
  await calls.retrying(() => {
    asked += 1;
    return sendForText(context, { path: '/version', signal });
  });
  return asked > 1;
}

import type { ClusterApi } from '../../access/cluster-api';
import { hasMonitoring } from '../../access/has-monitoring';
import type { ClusterCalls } from '../requests/cluster-calls';

/** A Prometheus operator that is installed later is noticed after this time. */
const FORGET_MS = 300_000;

const known = new WeakMap<ClusterApi, { readonly answer: Promise<boolean>; readonly at: number }>();

/** Whether the cluster accepts PodMonitors; checked once in a while. */
export async function knowsMonitors(calls: ClusterCalls): Promise<boolean> {
  const { api } = calls.context;
  const last = known.get(api);
  const now = performance.now();
  if (last !== undefined && now - last.at < FORGET_MS) return last.answer;
  const answer = calls.retrying(() => hasMonitoring(api));
  known.set(api, { answer, at: now });
  try {
    return await answer;
  } catch (error) {
    known.delete(api);
    throw error;
  }
}

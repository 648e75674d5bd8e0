import { statusOf } from './cluster-error';

/** No such API group or object, no permission, or an extension API server that is unavailable. */
const NOT_TO_BE_HAD = new Set([403, 404, 503]);

/** What a call returns, or the fallback where the cluster does not have it or does not allow reading it. */
export async function allowedOr<Value>(call: Promise<Value>, other: Value): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    if (NOT_TO_BE_HAD.has(statusOf(error) ?? 0)) return other;
    throw error;
  }
}

import type { ClusterApi } from '../access/cluster-api';

type Server = Pick<ClusterApi, 'server'>;

const heard = new WeakMap<Server, number>();

/** Notes that an API server has just answered, or sent an event of a watch. */
export function hearFrom(api: Server): void {
  heard.set(api, performance.now());
}

/** Milliseconds since an API server was heard; `Infinity` when it never was. */
export function silenceOf(api: Server): number {
  return performance.now() - (heard.get(api) ?? -Infinity);
}

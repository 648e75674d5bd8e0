import type { ClusterSettings } from '@heddle/contracts';
import type { NodeRef } from '@heddle/runtime';
import type { ClusterApi } from '../access/cluster-api';
import type { NodeService } from './node-service';

/** One port of one node, as its Service describes it, with what a route needs to reach it. */
export interface RouteRequest extends NodeService {
  readonly api: ClusterApi;
  readonly settings: ClusterSettings;
  readonly node: NodeRef;
}

/** `proven`: a connection was made just now, or the name was resolved. */
export type RouteAnswer =
  | { readonly type: 'proven'; readonly address: string }
  /** The expected address; the host exists, but nothing accepts connections, as while a node is down. */
  | { readonly type: 'refused'; readonly address: string }
  | { readonly type: 'none'; readonly why: string };

/** One route to a node's port. */
export type Route = (request: RouteRequest) => Promise<RouteAnswer>;

/** `host:port`, with an IPv6 address in brackets. */
export const hostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

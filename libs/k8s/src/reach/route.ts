import type { ClusterSettings } from '@heddle/contracts';
import type { NodeRef } from '@heddle/runtime';
import type { ClusterApi } from '../access/cluster-api';
import type { NodeService } from './node-service';

/** One port of one node, as its Service describes it, and who wants to reach it. */
export interface RouteRequest extends NodeService {
  readonly api: ClusterApi;
  readonly settings: ClusterSettings;
  readonly node: NodeRef;
}

/** `proven`: a connection was made just now, or the name was resolved. */
export type RouteAnswer =
  | { readonly type: 'proven'; readonly address: string }
  /** Where it should be reached; the host is there, but nothing accepts connections, as while a node is down. */
  | { readonly type: 'refused'; readonly address: string }
  | { readonly type: 'none'; readonly why: string };

/** One way to a node's port. */
export type Route = (request: RouteRequest) => Promise<RouteAnswer>;

/** `host:port`, with an IPv6 address in brackets. */
export const hostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

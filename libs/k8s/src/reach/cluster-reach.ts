import type { Reachability } from '@heddle/contracts';
import { NodeUnknownError, type NodeRef } from '@heddle/runtime';
import { ClusterUnreachableError } from '../access/errors';
import type { ClusterContext } from '../cluster-context';
import { byClusterDns } from './cluster-dns';
import { ForwardedPorts } from './forwarded-ports';
import { byIngress } from './ingress';
import { byLoadBalancer } from './load-balancer';
import { byNodePort } from './node-port';
import { readNodeService, requestService, type ServiceLookUp } from './node-service';
import type { Route, RouteAnswer, RouteRequest } from './route';
import { PUBLISHED_PORT, serviceTypeFor } from './service-type';

export interface ClusterReachOptions {
  readonly context: Pick<ClusterContext, 'api' | 'name' | 'settings'>;
  /** Looks Services up; requests them from the API server when not given. */
  readonly serviceOf?: ServiceLookUp;
  /** Reports forwarded connections that broke, for the log: their users only see a reset. */
  readonly onError?: (error: unknown) => void;
}

type RouteName = Exclude<Reachability, 'auto'>;

/** The order in which `auto` tries; the last one works wherever the API server is reachable. */
const ROUTE_NAMES = [
  'cluster_dns',
  'node_port',
  'load_balancer',
  'ingress',
  'port_forward',
] as const satisfies RouteName[];

const WORDS: Readonly<Record<RouteName, string>> = {
  cluster_dns: 'cluster DNS',
  node_port: 'NodePort',
  load_balancer: 'load balancer',
  ingress: 'ingress',
  port_forward: 'port-forward',
};

/** How long a working route is tried first, and a proven address is returned without proving it again. */
const MEMORY_MS = 60_000;

interface KnownAddress {
  readonly address: string;
  /** The fields of the Service that the address depends on: when they change, so does the address. */
  readonly basis: string;
  readonly until: number;
}

/** The API server forwards ports that are not published, wherever Heddle runs. */
function routeFor(reachability: RouteName, port: string | undefined): RouteName {
  const publishes = serviceTypeFor(reachability) !== 'ClusterIP';
  return publishes && port !== PUBLISHED_PORT ? 'port_forward' : reachability;
}

const basisOf = ({ service: { metadata, status }, port }: RouteRequest) =>
  JSON.stringify([metadata?.uid, port.port, port.nodePort, status?.loadBalancer?.ingress]);

/**
 * How this process reaches the nodes of one cluster, as the cluster's settings say. The worker dials through it for
 * operations, the API for gateway connections to peers.
 */
export class ClusterReach implements AsyncDisposable {
  readonly #context: ClusterReachOptions['context'];
  readonly #serviceOf: ServiceLookUp;
  readonly #forwarded: ForwardedPorts;
  readonly #routes: Readonly<Record<RouteName, Route>>;
  readonly #known = new Map<string, KnownAddress>();
  #worked: { readonly name: RouteName; readonly until: number } | undefined;

  constructor({ context, serviceOf, onError }: ClusterReachOptions) {
    this.#context = context;
    this.#serviceOf = serviceOf ?? ((service) => requestService(context.api, service));
    this.#forwarded = new ForwardedPorts((error) => onError?.(error));
    this.#routes = {
      cluster_dns: byClusterDns,
      node_port: byNodePort,
      load_balancer: byLoadBalancer,
      ingress: byIngress(this.#forwarded.route),
      port_forward: this.#forwarded.route,
    };
  }

  /**
   * `host:port` at which this process reaches a node's port. A node that is down has an address too.
   *
   * @throws NodeUnknownError when the chain has no such node, or the node no such port
   * @throws ClusterUnreachableError when there is no way to it
   */
  async dial(node: NodeRef, portName: string): Promise<string> {
    const { api, settings } = this.#context;
    const key = `${node.chainId}/${node.name}/${portName}`;
    try {
      const found = await readNodeService(this.#serviceOf, node, portName);
      return await this.#addressOf(key, { api, settings, node, ...found });
    } catch (error) {
      if (error instanceof NodeUnknownError) await this.#forget(key, node, portName);
      const known = this.#known.get(key);
      // The API server is unavailable; the node need not be.
      if (error instanceof ClusterUnreachableError && known !== undefined) return known.address;
      throw error;
    }
  }

  /** Closes the listeners of this process for the cluster's nodes. */
  async close(): Promise<void> {
    this.#known.clear();
    await this.#forwarded.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #forget(key: string, node: NodeRef, portName: string): Promise<void> {
    this.#known.delete(key);
    await this.#forwarded.forget(node, portName);
  }

  async #addressOf(key: string, request: RouteRequest): Promise<string> {
    const known = this.#known.get(key);
    const basis = basisOf(request);
    if (known?.basis === basis && known.until > Date.now()) return known.address;
    const { type, address } = await this.#answer(request);
    this.#known.set(key, { address, basis, until: type === 'proven' ? Date.now() + MEMORY_MS : 0 });
    return address;
  }

  async #answer(request: RouteRequest): Promise<Exclude<RouteAnswer, { type: 'none' }>> {
    const { reachability } = request.settings;
    if (reachability === 'auto') return this.#firstThatWorks(request);
    const name = routeFor(reachability, request.port.name);
    const answer = await this.#routes[name](request);
    if (answer.type === 'none') throw this.#unreachable(request, [`${WORDS[name]}: ${answer.why}`]);
    return answer;
  }

  async #firstThatWorks(request: RouteRequest): Promise<Exclude<RouteAnswer, { type: 'none' }>> {
    const tried: string[] = [];
    for (const name of this.#order(request)) {
      const answer = await this.#routes[name](request);
      if (answer.type === 'proven') {
        this.#worked = { name, until: Date.now() + MEMORY_MS };
        return answer;
      }
      tried.push(`${WORDS[name]}: ${answer.type === 'none' ? answer.why : `${answer.address} refuses connections`}`);
    }
    throw this.#unreachable(request, tried);
  }

  #order({ api }: RouteRequest): RouteName[] {
    const worked = this.#worked !== undefined && this.#worked.until > Date.now() ? [this.#worked.name] : [];
    const others = ROUTE_NAMES.filter((name) => api.inCluster || name !== 'cluster_dns');
    return [...new Set([...worked, ...others])];
  }

  #unreachable({ node, port }: RouteRequest, tried: readonly string[]): ClusterUnreachableError {
    const { name } = this.#context;
    return new ClusterUnreachableError(
      `Port ${port.name ?? port.port} of ${node.name} on cluster ${name} is not reached by ${tried.join('; by ')}.`,
      {
        remedy:
          'Choose another way in the settings of the cluster (Clusters page): port-forward works wherever its API server is reached.',
      },
    );
  }
}

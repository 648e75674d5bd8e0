import type { ClusterEvent, LogChunk, PodResources } from '@heddle/contracts';
import type {
  AllocatedPorts,
  CallOptions,
  LogRequest,
  NodeObservation,
  NodeRef,
  NodeSelector,
  PortRequest,
  ReconcileOptions,
  ReconcileResult,
  RemoveOptions,
  RuntimeDriver,
  StopOptions,
  WaitOptions,
} from '@heddle/runtime';
import type { Addresses, Workload } from '@heddle/topology';
import { translated } from './apply/api-errors';
import { applyWorkloads } from './apply/apply-workloads';
import { ClusterCalls } from './apply/cluster-calls';
import { maintainNode } from './apply/maintain-node';
import { reconcileChain, type ReconcileMemory } from './apply/reconcile-chain';
import { removeNodes } from './apply/remove-nodes';
import type { KubernetesRuntimeContext } from './apply/render-workloads';
import { resizeNode } from './apply/resize-node';
import { standardPorts } from './apply/standard-ports';
import { restartNode, startNodes, stopNodes } from './apply/start-stop';
import { waitUntilReachable } from './apply/wait-until-reachable';
import { serviceHost } from './names';
import { chainEvents } from './observe/chain-events';
import { observeNodes } from './observe/observe-nodes';
import { readLog } from './observe/read-log';
import { waitUntilReady } from './observe/wait-until-ready';
import { ClusterReach } from './reach/cluster-reach';
import { readNodeMetrics } from './reach/node-metrics';

/** The runtime that runs nodes as pods of one cluster; closing it ends the connections that it forwards. */
export interface KubernetesRuntime extends RuntimeDriver, AsyncDisposable {
  close(): Promise<void>;
}

/** Opens the runtime of one cluster; sends no request yet. */
export function createKubernetesRuntime(context: KubernetesRuntimeContext): KubernetesRuntime {
  return new ClusterRuntime(context);
}

class ClusterRuntime implements KubernetesRuntime {
  readonly addresses: Addresses = { listenHost: '0.0.0.0', hostOf: ({ chainId, name }) => serviceHost(chainId, name) };
  readonly #context: KubernetesRuntimeContext;
  readonly #reach: ClusterReach;
  readonly #memory: ReconcileMemory = new Map();

  constructor(context: KubernetesRuntimeContext) {
    this.#context = context;
    this.#reach = new ClusterReach({ context });
  }

  /** Every node has its own address, so all use the same numbers and none is reserved. */
  allocatePorts(_chainId: string, requests: readonly PortRequest[]): Promise<AllocatedPorts> {
    return Promise.resolve(standardPorts(requests));
  }

  apply(workloads: readonly Workload[], options: CallOptions = {}): Promise<void> {
    return this.#calling(options, (calls) => applyWorkloads(calls, this.#context, workloads));
  }

  waitUntilReady(selector: NodeSelector, options: WaitOptions = {}): Promise<void> {
    return waitUntilReady(this.#context, selector, options);
  }

  start(selector: NodeSelector, options: CallOptions = {}): Promise<void> {
    return this.#calling(options, (calls) => startNodes(calls, selector));
  }

  stop(selector: NodeSelector, options: StopOptions = {}): Promise<void> {
    return this.#calling(options, (calls) => stopNodes(calls, selector, options));
  }

  restart(node: NodeRef, options: StopOptions = {}): Promise<void> {
    return this.#calling(options, (calls) => restartNode(calls, node, options));
  }

  maintain(node: NodeRef, args: readonly string[], options: CallOptions = {}): Promise<readonly string[]> {
    return this.#calling(options, (calls) => maintainNode(calls, node, args));
  }

  resize(node: NodeRef, resources: PodResources, options: CallOptions = {}): Promise<void> {
    return this.#calling(options, (calls) => resizeNode(calls, node, resources));
  }

  async remove(selector: NodeSelector, options: RemoveOptions = {}): Promise<void> {
    await this.#calling(options, (calls) => removeNodes(calls, selector, options));
    if (selector.names === undefined) this.#memory.delete(selector.chainId);
  }

  status(selector: NodeSelector): Promise<NodeObservation[]> {
    return observeNodes(this.#context, selector, (node) => this.metrics(node));
  }

  reconcile(chainId: string, options: ReconcileOptions = {}): Promise<ReconcileResult> {
    return this.#calling(options, (calls) =>
      reconcileChain(calls, { context: this.#context, chainId, memory: this.#memory, ...options }),
    );
  }

  logs(node: NodeRef, request: LogRequest, signal?: AbortSignal): Promise<LogChunk> {
    return readLog(this.#context, node, request, signal);
  }

  events(chainId: string): Promise<ClusterEvent[]> {
    return chainEvents(this.#context, chainId);
  }

  waitUntilReachable(_chainId: string, options: CallOptions = {}): Promise<boolean> {
    return this.#calling(options, waitUntilReachable);
  }

  metrics(node: NodeRef, signal?: AbortSignal): Promise<string | undefined> {
    const { operationsAccess } = this.#context;
    return readNodeMetrics({ reach: this.#reach, operationsAccess }, node, signal);
  }

  dial(node: NodeRef, port: string): Promise<string> {
    return this.#reach.dial(node, port);
  }

  async close(): Promise<void> {
    await this.#reach.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Makes the requests of one call, and explains to users what the cluster rejects. */
  async #calling<Result>(options: CallOptions, work: (calls: ClusterCalls) => Promise<Result>): Promise<Result> {
    const { signal, report } = options;
    try {
      return await work(
        new ClusterCalls(this.#context, {
          ...(signal !== undefined && { signal }),
          ...(report !== undefined && { report }),
        }),
      );
    } catch (error) {
      throw translated(error, this.#context);
    }
  }
}

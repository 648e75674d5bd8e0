import type { ClusterEvent, LogChunk, PodResources } from '@heddle/contracts';
import type {
  AllocatedPorts,
  BuildOptions,
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
  UploadedSource,
  VolumeFolder,
  WaitOptions,
} from '@heddle/runtime';
import type { Addresses, Workload } from '@heddle/topology';
import { translated } from './apply/requests/api-errors';
import { applyWorkloads } from './apply/nodes/apply-workloads';
import { ClusterCalls } from './apply/requests/cluster-calls';
import type { UntilReady } from './apply/nodes/dependencies';
import { maintainNode } from './apply/nodes/maintain-node';
import { reconcileChain, type ReconcileMemory } from './apply/drift/reconcile-chain';
import { removeNodes } from './apply/nodes/remove-nodes';
import { resizeNode } from './apply/nodes/resize-node';
import { standardPorts } from './apply/manifests/standard-ports';
import { restartNode, startNodes, stopNodes } from './apply/nodes/start-stop';
import { waitUntilReachable } from './apply/requests/wait-until-reachable';
import { buildChaincode } from './build/build-chaincode';
import type { KubernetesRuntimeContext } from './cluster-context';
import { serviceHost } from './names';
import { chainEvents } from './observe/chain-events';
import { ChainFeeds } from './observe/chain-feeds';
import { observeNodes } from './observe/observe-nodes';
import { readLog } from './observe/read-log';
import { waitUntilReady } from './observe/wait-until-ready';
import { ClusterReach } from './reach/cluster-reach';
import { copyFolder, deleteFolder } from './volume/copy-folder';
import { readNodeMetrics, setNodeLogSpec } from './reach/node-operations';

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
  readonly #feeds: ChainFeeds;
  readonly #reach: ClusterReach;
  readonly #memory: ReconcileMemory = new Map();

  constructor(context: KubernetesRuntimeContext) {
    this.#context = context;
    this.#feeds = new ChainFeeds(context);
    this.#reach = new ClusterReach({
      context,
      serviceOf: ({ chainId, name }) => this.#feeds.use(chainId, (feed) => feed.service(name)),
    });
  }

  /** Every node has its own address, so all use the same numbers and none is reserved. */
  allocatePorts(_chainId: string, requests: readonly PortRequest[]): Promise<AllocatedPorts> {
    return Promise.resolve(standardPorts(requests));
  }

  build(chainId: string, source: UploadedSource, options: BuildOptions): Promise<string> {
    return buildChaincode(this.#context, { chainId, source }, options);
  }

  apply(workloads: readonly Workload[], options: CallOptions = {}): Promise<void> {
    const chainIds = workloads.map(({ chainId }) => chainId);
    const context = this.#context;
    return this.#changing(chainIds, options, (calls) => {
      const untilReady = (chainId: string) => this.#untilReady(chainId, calls);
      return applyWorkloads(calls, { context, workloads, untilReady });
    });
  }

  waitUntilReady(selector: NodeSelector, options: WaitOptions = {}): Promise<void> {
    return this.#feeds.use(selector.chainId, (feed) =>
      waitUntilReady({ context: this.#context, feed }, selector, options),
    );
  }

  start(selector: NodeSelector, options: CallOptions = {}): Promise<void> {
    return this.#changing([selector.chainId], options, (calls) =>
      startNodes(calls, selector, this.#untilReady(selector.chainId, calls)),
    );
  }

  stop(selector: NodeSelector, options: StopOptions = {}): Promise<void> {
    return this.#changing([selector.chainId], options, (calls) => stopNodes(calls, selector, options));
  }

  restart(node: NodeRef, options: StopOptions = {}): Promise<void> {
    return this.#changing([node.chainId], options, (calls) =>
      restartNode(calls, node, { ...options, ready: this.#untilReady(node.chainId, calls) }),
    );
  }

  maintain(node: NodeRef, args: readonly string[], options: CallOptions = {}): Promise<readonly string[]> {
    return this.#changing([node.chainId], options, (calls) => maintainNode(calls, node, args));
  }

  async copyFolder(from: VolumeFolder, to: VolumeFolder, options: CallOptions = {}): Promise<string> {
    return this.#explained(() => copyFolder(this.#context, from, to, options));
  }

  async deleteFolder(folder: VolumeFolder, options: CallOptions = {}): Promise<void> {
    await this.#explained(() => deleteFolder(this.#context, folder, options));
  }

  resize(node: NodeRef, resources: PodResources, options: CallOptions = {}): Promise<void> {
    return this.#changing([node.chainId], options, (calls) => resizeNode(calls, node, resources));
  }

  async remove(selector: NodeSelector, options: RemoveOptions = {}): Promise<void> {
    const { chainId, names } = selector;
    await this.#changing([chainId], options, (calls) => removeNodes(calls, selector, options));
    if (names !== undefined) return;
    this.#memory.delete(chainId);
    await this.#feeds.forget(chainId);
  }

  status(selector: NodeSelector): Promise<NodeObservation[]> {
    const metricsOf = (node: NodeRef) => this.metrics(node);
    return this.#feeds.use(selector.chainId, (feed) =>
      observeNodes({ context: this.#context, feed, metricsOf }, selector),
    );
  }

  reconcile(chainId: string, options: ReconcileOptions = {}): Promise<ReconcileResult> {
    return this.#feeds.use(chainId, (feed) =>
      this.#calling(options, async (calls) => {
        const context = this.#context;
        const result = await reconcileChain(calls, { context, chainId, feed, memory: this.#memory, ...options });
        if (result.repaired.length > 0) feed.outdate();
        return result;
      }),
    );
  }

  logs(node: NodeRef, request: LogRequest, signal?: AbortSignal): Promise<LogChunk> {
    return readLog(this.#context, node, request, signal);
  }

  events(chainId: string): Promise<ClusterEvent[]> {
    return this.#feeds.use(chainId, async (feed) => chainEvents((await feed.current()).events));
  }

  waitUntilReachable(_chainId: string, options: CallOptions = {}): Promise<boolean> {
    return this.#calling(options, waitUntilReachable);
  }

  metrics(node: NodeRef, signal?: AbortSignal): Promise<string | undefined> {
    const { operationsAccess } = this.#context;
    return readNodeMetrics({ reach: this.#reach, operationsAccess }, node, signal);
  }

  setLogSpec(node: NodeRef, spec: string, signal?: AbortSignal): Promise<void> {
    const { operationsAccess } = this.#context;
    return setNodeLogSpec({ reach: this.#reach, operationsAccess }, { node, spec }, signal);
  }

  dial(node: NodeRef, port: string): Promise<string> {
    return this.#reach.dial(node, port);
  }

  async close(): Promise<void> {
    await Promise.all([this.#reach.close(), this.#feeds.close()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Waits within a call that changes nodes, on what it has changed so far. */
  #untilReady(chainId: string, { signal, progress }: ClusterCalls): UntilReady {
    return (names) => {
      this.#feeds.outdate(chainId);
      const report: WaitOptions['report'] = ({ message }) => {
        progress.say(message);
      };
      return this.waitUntilReady({ chainId, names }, { report, ...(signal !== undefined && { signal }) });
    };
  }

  /** As {@link #calling}, for calls that change chains: whoever observes them afterwards sees the change. */
  async #changing<Result>(
    chainIds: readonly string[],
    options: CallOptions,
    work: (calls: ClusterCalls) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.#calling(options, work);
    } finally {
      for (const chainId of chainIds) this.#feeds.outdate(chainId);
    }
  }

  /** Makes the requests of one call, and explains to users what the cluster rejects. */
  async #calling<Result>(options: CallOptions, work: (calls: ClusterCalls) => Promise<Result>): Promise<Result> {
    const { signal, report } = options;
    return this.#explained(() =>
      work(
        new ClusterCalls(this.#context, {
          ...(signal !== undefined && { signal }),
          ...(report !== undefined && { report }),
        }),
      ),
    );
  }

  async #explained<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw translated(error, this.#context);
    }
  }
}

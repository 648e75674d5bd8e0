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
  StatusOptions,
  StopOptions,
  UploadedSource,
  VolumeFolder,
  WaitOptions,
} from '@heddle/runtime';
import type { Addresses, Workload } from '@heddle/topology';
import type { RepairLock } from './repair-lock';

/** Finds the runtime that a chain's nodes run on. */
export type RuntimeOf = (chainId: string) => Promise<RuntimeDriver>;

/**
 * All runtimes as one. Every call goes to the runtime of its chain; calls that change nodes wait for running repairs.
 */
export class ChainRuntimes implements Omit<RuntimeDriver, 'addresses'> {
  readonly #of: RuntimeOf;
  readonly #repairLock: Pick<RepairLock, 'released'>;

  constructor(runtimeOf: RuntimeOf, repairLock: Pick<RepairLock, 'released'>) {
    this.#of = runtimeOf;
    this.#repairLock = repairLock;
  }

  async addresses(chainId: string): Promise<Addresses> {
    return (await this.#of(chainId)).addresses;
  }

  async allocatePorts(chainId: string, requests: readonly PortRequest[]): Promise<AllocatedPorts> {
    return (await this.#of(chainId)).allocatePorts(chainId, requests);
  }

  async build(chainId: string, source: UploadedSource, options: BuildOptions): Promise<string> {
    return (await this.#of(chainId)).build(chainId, source, options);
  }

  /** @param workloads of one chain */
  async apply(workloads: readonly Workload[], options?: CallOptions): Promise<void> {
    const [first] = workloads;
    if (first !== undefined) await (await this.#undisturbed(first.chainId, options)).apply(workloads, options);
  }

  async waitUntilReady(selector: NodeSelector, options?: WaitOptions): Promise<void> {
    return (await this.#of(selector.chainId)).waitUntilReady(selector, options);
  }

  async start(selector: NodeSelector, options?: CallOptions): Promise<void> {
    return (await this.#undisturbed(selector.chainId, options)).start(selector, options);
  }

  async stop(selector: NodeSelector, options?: StopOptions): Promise<void> {
    return (await this.#undisturbed(selector.chainId, options)).stop(selector, options);
  }

  /** Ends nodes like {@link stop}, within a repair whose lock the caller holds. */
  async hold(selector: NodeSelector, options?: StopOptions): Promise<void> {
    return (await this.#of(selector.chainId)).stop(selector, options);
  }

  async restart(node: NodeRef, options?: StopOptions): Promise<void> {
    return (await this.#undisturbed(node.chainId, options)).restart(node, options);
  }

  async resize(node: NodeRef, resources: PodResources, options?: CallOptions): Promise<void> {
    return (await this.#undisturbed(node.chainId, options)).resize(node, resources, options);
  }

  async maintain(node: NodeRef, args: readonly string[], options?: CallOptions): Promise<readonly string[]> {
    return (await this.#undisturbed(node.chainId, options)).maintain(node, args, options);
  }

  /** Both folders are of nodes of one chain. */
  async copyFolder(from: VolumeFolder, to: VolumeFolder, options?: CallOptions): Promise<string> {
    return (await this.#of(from.chainId)).copyFolder(from, to, options);
  }

  async deleteFolder(folder: VolumeFolder, options?: CallOptions): Promise<void> {
    return (await this.#of(folder.chainId)).deleteFolder(folder, options);
  }

  async remove(selector: NodeSelector, options?: RemoveOptions): Promise<void> {
    return (await this.#undisturbed(selector.chainId, options)).remove(selector, options);
  }

  async status(selector: NodeSelector, options?: StatusOptions): Promise<NodeObservation[]> {
    return (await this.#of(selector.chainId)).status(selector, options);
  }

  async reconcile(chainId: string, options?: ReconcileOptions): Promise<ReconcileResult> {
    return (await this.#of(chainId)).reconcile(chainId, options);
  }

  async logs(node: NodeRef, request: LogRequest, signal?: AbortSignal): Promise<LogChunk> {
    return (await this.#of(node.chainId)).logs(node, request, signal);
  }

  async events(chainId: string): Promise<ClusterEvent[]> {
    return (await this.#of(chainId)).events(chainId);
  }

  async waitUntilReachable(chainId: string, options?: CallOptions): Promise<boolean> {
    return (await this.#of(chainId)).waitUntilReachable(chainId, options);
  }

  async metrics(node: NodeRef, signal?: AbortSignal): Promise<string | undefined> {
    return (await this.#of(node.chainId)).metrics(node, signal);
  }

  async setLogSpec(node: NodeRef, spec: string, signal?: AbortSignal): Promise<void> {
    await (await this.#of(node.chainId)).setLogSpec(node, spec, signal);
  }

  async dial(node: NodeRef, port: string): Promise<string> {
    return (await this.#of(node.chainId)).dial(node, port);
  }

  async #undisturbed(chainId: string, options?: CallOptions): Promise<RuntimeDriver> {
    await this.#repairLock.released(chainId, options);
    return this.#of(chainId);
  }
}

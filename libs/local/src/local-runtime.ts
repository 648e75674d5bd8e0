import type { LogChunk } from '@heddle/contracts';
import {
  NodeUnknownError,
  NotOnThisRuntimeError,
  type AllocatedPorts,
  type BuildOptions,
  type CallOptions,
  type LogRequest,
  type NodeObservation,
  type NodeRef,
  type NodeSelector,
  type OperationsAccessOf,
  type PortLeases,
  type PortRequest,
  type ReconcileOptions,
  type ReconcileResult,
  type RemoveOptions,
  type RuntimeDriver,
  type StatusOptions,
  type StopOptions,
  type UploadedSource,
  type VolumeFolder,
  type WaitOptions,
} from '@heddle/runtime';
import type { Addresses, Workload } from '@heddle/topology';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { buildChaincode } from './chaincode/build-chaincode';
import { writingTo } from './file-errors';
import type { LocalContext, StartStep } from './local-context';
import { readLog } from './logs/log-file';
import type { RotationOptions } from './logs/rotate-log';
import { maintainNode } from './node/maintain-node';
import { metricsOf, setLogSpec } from './node/operations-endpoint';
import { nodeFolder } from './node/node-folder';
import { NodeIndex, type KnownNode } from './node/node-list';
import { NodeObserver } from './node/node-observer';
import { removeNodes } from './node/remove-nodes';
import { asDependent, startInOrder, stopOrder, type DependentNode } from './node/start-in-order';
import { startNode } from './node/start-node';
import { restartNode } from './node/restart-node';
import { endProcesses, namesOf } from './node/stop-node';
import { copyVolumeFolder, volumePath } from './node/volume-folder';
import { waitUntilReady } from './node/wait-until-ready';
import { writeWorkload } from './node/write-workload';
import { allocatePorts, type PortRange } from './ports/allocate-ports';
import { instanceOf } from './process/markers';
import { processTable } from './process/open-process-table';
import { DEFAULT_SANDBOX, type ChaincodeSandbox } from './sandbox/chaincode-sandbox';
import { DEFAULT_BACKOFF, type BackoffOptions } from './supervision/backoff';
import type { ProgramHomes } from './program-home';
import { clearMark, setMark } from './supervision/marks';
import { Supervisor } from './supervision/supervisor';

export interface LocalRuntimeOptions {
  /** Folder for all nodes; created if it does not exist. */
  readonly root: string;
  readonly homes: ProgramHomes;
  readonly leases: PortLeases;
  readonly portRange: PortRange;
  /** Folder of all chaincode builds, shared by all workers of this machine. */
  readonly builds: string;
  /** How uploaded chaincode is run; {@link DEFAULT_SANDBOX} if omitted. */
  readonly sandbox?: ChaincodeSandbox;
  /** Credentials for the operations endpoints of a chain's nodes; if omitted, they are plain HTTP. */
  readonly operationsAccess?: OperationsAccessOf;
  readonly backoff?: BackoffOptions;
  readonly rotation?: RotationOptions;
  /** Called after each step of a start, for logs and fault tests. */
  readonly trace?: (step: StartStep) => void;
}

const LOOPBACK = '127.0.0.1';
const DEFAULT_ROTATION: RotationOptions = { maxBytes: 10_485_760, keep: 5 };
const STARTUP_MS = 60_000;

/** Opens the runtime that runs nodes as processes of this machine. */
export async function createLocalRuntime(options: LocalRuntimeOptions): Promise<RuntimeDriver> {
  const { root } = options;
  await writingTo(root, () => mkdir(root, { recursive: true, mode: 0o700 }));
  const absolute = await realpath(root);
  return new LocalRuntime(options, {
    root: absolute,
    nodes: new NodeIndex(absolute),
    instance: instanceOf(absolute),
    table: processTable(),
    host: LOOPBACK,
    sandbox: options.sandbox ?? DEFAULT_SANDBOX,
    backoff: options.backoff ?? DEFAULT_BACKOFF,
    rotation: options.rotation ?? DEFAULT_ROTATION,
    startupMs: STARTUP_MS,
    operationsAccess: options.operationsAccess ?? (() => Promise.resolve(undefined)),
    trace: options.trace ?? (() => undefined),
  });
}

class LocalRuntime implements RuntimeDriver {
  readonly addresses: Addresses = { listenHost: LOOPBACK, hostOf: () => LOOPBACK };
  readonly #options: LocalRuntimeOptions;
  readonly #context: LocalContext;
  readonly #observer: NodeObserver;
  readonly #supervisor: Supervisor;

  constructor(options: LocalRuntimeOptions, context: LocalContext) {
    this.#options = options;
    this.#context = context;
    this.#observer = new NodeObserver(context);
    this.#supervisor = new Supervisor(context);
  }

  async allocatePorts(chainId: string, requests: readonly PortRequest[]): Promise<AllocatedPorts> {
    const { leases, portRange: range } = this.#options;
    return allocatePorts({ leases, range, chainId, requests });
  }

  async build(_chainId: string, source: UploadedSource, options: BuildOptions): Promise<string> {
    const { root: nodes, sandbox } = this.#context;
    const place = { cacheDir: this.#options.builds, nodes, sandbox };
    const { id } = await buildChaincode({ ...source, ...options, ...place });
    return id;
  }

  async apply(workloads: readonly Workload[], options: CallOptions = {}): Promise<void> {
    for (const [chainId, nodes] of Map.groupBy(workloads, (workload) => workload.chainId)) {
      const start = (workload: Workload) => this.#applyOne(workload);
      await startInOrder({ chainId, nodes, start }, this.#context, options);
    }
  }

  async #applyOne(workload: Workload): Promise<void> {
    const folder = nodeFolder(this.#context.root, workload.chainId, workload.name);
    const record = await writingTo(folder.path, () =>
      writeWorkload(folder, workload, { ...this.#options, trace: this.#context.trace }),
    );
    await this.#startOne({ folder, record });
  }

  async #startOne(node: KnownNode): Promise<void> {
    await clearMark(node.folder, 'hold');
    await startNode(node, this.#context);
  }

  async waitUntilReady(selector: NodeSelector, options: WaitOptions = {}): Promise<void> {
    await waitUntilReady(selector, this.#context, options);
  }

  async start(selector: NodeSelector, options: CallOptions = {}): Promise<void> {
    const nodes = (await this.#context.nodes.select(selector)).map(asDependent);
    const start = ({ node }: DependentNode) => this.#startOne(node);
    await startInOrder({ chainId: selector.chainId, nodes, start }, this.#context, options);
  }

  async stop(selector: NodeSelector, options: StopOptions = {}): Promise<void> {
    const nodes = await this.#context.nodes.select(selector);
    for (const { folder } of nodes) await setMark(folder, 'hold');
    let done = 0;
    const all = () => this.#context.nodes.select({ chainId: selector.chainId });
    for (const level of await stopOrder(nodes, all)) {
      await endProcesses(selector.chainId, namesOf(level), { ...options, context: this.#context });
      done += level.length;
      options.report?.({ done, of: nodes.length, message: stopped(level) });
    }
  }

  async restart(ref: NodeRef, options: StopOptions = {}): Promise<void> {
    const node = asDependent(await this.#node(ref));
    const start = () => restartNode(node.node, this.#context, options);
    await startInOrder({ chainId: ref.chainId, nodes: [node], start }, this.#context, options);
  }

  async maintain(ref: NodeRef, args: readonly string[], options: CallOptions = {}): Promise<readonly string[]> {
    return maintainNode(await this.#node(ref), args, { ...options, context: this.#context });
  }

  async copyFolder(from: VolumeFolder, to: VolumeFolder, { signal }: CallOptions = {}): Promise<string> {
    await Promise.all([this.#node(from), this.#node(to)]);
    return copyVolumeFolder({ root: this.#context.root, from, to, signal });
  }

  async deleteFolder(folder: VolumeFolder): Promise<void> {
    await this.#node(folder);
    await rm(volumePath(this.#context.root, folder), { recursive: true, force: true });
  }

  /** The machine is available as long as this process runs. */
  waitUntilReachable(): Promise<boolean> {
    return Promise.resolve(false);
  }

  /** The operating system shares the machine among processes. */
  resize({ name }: NodeRef): Promise<void> {
    return Promise.reject(new NotOnThisRuntimeError(`resize ${name}`));
  }

  async remove(selector: NodeSelector, options: RemoveOptions = {}): Promise<void> {
    if (options.keepLedgers === true) throw new NotOnThisRuntimeError('keep ledgers after the chain is released');
    await removeNodes(selector, this.#context, options);
    if (options.keepPorts !== true) await this.#options.leases.release(selector.chainId, selector.names);
  }

  async status(selector: NodeSelector, { maxAgeMs = 0 }: StatusOptions = {}): Promise<NodeObservation[]> {
    return this.#observer.observe(await this.#context.nodes.select(selector), maxAgeMs);
  }

  async reconcile(chainId: string, options: ReconcileOptions = {}): Promise<ReconcileResult> {
    return this.#supervisor.reconcile(chainId, options);
  }

  async logs(ref: NodeRef, request: LogRequest, signal?: AbortSignal): Promise<LogChunk> {
    const { folder } = await this.#node(ref);
    return readLog(folder, request, signal);
  }

  events(): Promise<[]> {
    return Promise.resolve([]);
  }

  async metrics(ref: NodeRef, signal?: AbortSignal): Promise<string | undefined> {
    return metricsOf(await this.#node(ref), this.#context, signal);
  }

  async setLogSpec(ref: NodeRef, spec: string, signal?: AbortSignal): Promise<void> {
    await setLogSpec(await this.#node(ref), spec, this.#context, signal);
  }

  async dial(ref: NodeRef, port: string): Promise<string> {
    const { record } = await this.#node(ref);
    const number = record.ports[port];
    if (number === undefined) throw new NodeUnknownError(ref.chainId, `${ref.name}/${port}`);
    return `${LOOPBACK}:${number}`;
  }

  async #node({ chainId, name }: NodeRef): Promise<KnownNode> {
    const [node] = await this.#context.nodes.select({ chainId, names: [name] });
    if (node === undefined) throw new NodeUnknownError(chainId, name);
    return node;
  }
}

/** `orderer0 stopped`, `3 nodes stopped`. */
function stopped(nodes: readonly KnownNode[]): string {
  const [only, ...others] = nodes;
  return only === undefined || others.length > 0 ? `${nodes.length} nodes stopped` : `${only.record.name} stopped`;
}

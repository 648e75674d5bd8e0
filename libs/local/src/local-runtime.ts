import type { LogChunk } from '@heddle/contracts';
import {
  NodeUnknownError,
  NotOnThisRuntimeError,
  type AllocatedPorts,
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
  type StopOptions,
  type WaitOptions,
} from '@heddle/runtime';
import type { Addresses, Workload } from '@heddle/topology';
import { mkdir, realpath } from 'node:fs/promises';
import { writingTo } from './file-errors';
import type { LocalContext, StartStep } from './local-context';
import { readLog } from './logs/log-file';
import type { RotationOptions } from './logs/rotate-log';
import { CpuMeter } from './node/cpu-meter';
import { maintainNode } from './node/maintain-node';
import { metricsOf } from './node/metrics-of';
import { nodeFolder } from './node/node-folder';
import { knownNodes, type KnownNode } from './node/node-list';
import type { ResolvedProgram } from './node/node-record';
import { observeNode } from './node/observe-node';
import { removeNodes } from './node/remove-nodes';
import { startNode } from './node/start-node';
import { restartNode } from './node/restart-node';
import { endProcesses, namesOf } from './node/stop-node';
import { waitUntilReady } from './node/wait-until-ready';
import { writeWorkload } from './node/write-workload';
import { allocatePorts, type PortRange } from './ports/allocate-ports';
import { instanceOf } from './process/markers';
import { processTable } from './process/open-process-table';
import { DEFAULT_SANDBOX, type ChaincodeSandbox } from './sandbox/chaincode-sandbox';
import { DEFAULT_BACKOFF, type BackoffOptions } from './supervision/backoff';
import { clearMark, setMark } from './supervision/marks';
import { reconcile } from './supervision/reconcile';

export interface LocalRuntimeOptions {
  /** Folder for all nodes; created if it does not exist. */
  readonly root: string;
  /** Fabric's release folder; searched on PATH if undefined. */
  readonly fabricHome: string | undefined;
  readonly leases: PortLeases;
  readonly portRange: PortRange;
  /** The start command of a finished chaincode build. */
  readonly build: (buildId: string) => Promise<ResolvedProgram>;
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
  readonly #meter = new CpuMeter();

  constructor(options: LocalRuntimeOptions, context: LocalContext) {
    this.#options = options;
    this.#context = context;
  }

  async allocatePorts(chainId: string, requests: readonly PortRequest[]): Promise<AllocatedPorts> {
    const { leases, portRange: range } = this.#options;
    return allocatePorts({ leases, range, chainId, requests });
  }

  async apply(workloads: readonly Workload[], { signal, report }: CallOptions = {}): Promise<void> {
    let done = 0;
    await allOrFirstError(workloads, async (workload) => {
      signal?.throwIfAborted();
      await this.#applyOne(workload);
      done += 1;
      report?.({ done, of: workloads.length, message: `${workload.name} started` });
    });
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

  async start(selector: NodeSelector, { signal, report }: CallOptions = {}): Promise<void> {
    const nodes = await knownNodes(this.#context.root, selector);
    let done = 0;
    await allOrFirstError(nodes, async (node) => {
      signal?.throwIfAborted();
      await this.#startOne(node);
      done += 1;
      report?.({ done, of: nodes.length, message: `${node.record.name} started` });
    });
  }

  async stop(selector: NodeSelector, options: StopOptions = {}): Promise<void> {
    const nodes = await knownNodes(this.#context.root, selector);
    for (const { folder } of nodes) await setMark(folder, 'hold');
    const message = `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'} stopped`;
    await endProcesses(selector.chainId, namesOf(nodes), { ...options, context: this.#context });
    options.report?.({ done: nodes.length, of: nodes.length, message });
  }

  async restart(ref: NodeRef, options: StopOptions = {}): Promise<void> {
    const node = await this.#node(ref);
    await restartNode(node, this.#context, options);
  }

  async maintain(ref: NodeRef, args: readonly string[], options: CallOptions = {}): Promise<readonly string[]> {
    return maintainNode(await this.#node(ref), args, { ...options, context: this.#context });
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
    await this.#options.leases.release(selector.chainId, selector.names);
  }

  async status(selector: NodeSelector): Promise<NodeObservation[]> {
    const nodes = await knownNodes(this.#context.root, selector);
    return Promise.all(nodes.map((node) => observeNode(node, this.#context, this.#meter)));
  }

  async reconcile(chainId: string, options: ReconcileOptions = {}): Promise<ReconcileResult> {
    return reconcile(chainId, this.#context, options);
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

  async dial(ref: NodeRef, port: string): Promise<string> {
    const { record } = await this.#node(ref);
    const number = record.ports[port];
    if (number === undefined) throw new NodeUnknownError(ref.chainId, `${ref.name}/${port}`);
    return `${LOOPBACK}:${number}`;
  }

  async #node({ chainId, name }: NodeRef): Promise<KnownNode> {
    const [node] = await knownNodes(this.#context.root, { chainId, names: [name] });
    if (node === undefined) throw new NodeUnknownError(chainId, name);
    return node;
  }
}

/** Works on all items concurrently, waits for all of them, and throws the first error in the order of the items. */
async function allOrFirstError<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(work));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

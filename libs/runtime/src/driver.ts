import type { ChaincodeProject, ClusterEvent, LogChunk, NodeKind, NodeState, PodResources } from '@heddle/contracts';
import type { Addresses, Workload } from '@heddle/topology';

/** The nodes that a call concerns: all nodes of a chain, or those with the given names. */
export interface NodeSelector {
  readonly chainId: string;
  readonly names?: readonly string[];
}

/** One node of a chain. */
export interface NodeRef {
  readonly chainId: string;
  readonly name: string;
}

/** A folder in a volume of a node. */
export interface VolumeFolder extends NodeRef {
  /** Name of the volume. */
  readonly volume: string;
  /** Relative to the volume. */
  readonly path: string;
}

/** Progress of a call over several nodes: `2 of 3 orderers ready, orderer2: grpc port 21007 refuses connections`. */
export interface RuntimeProgress {
  readonly done: number;
  readonly of: number;
  readonly message: string;
}

export interface CallOptions {
  /** Ends the call early. The same call can continue from the state that it leaves. */
  readonly signal?: AbortSignal;
  readonly report?: (progress: RuntimeProgress) => void;
}

export interface WaitOptions extends CallOptions {
  /** Milliseconds until a node that does not become ready is an error; the runtime has its own default. */
  readonly timeoutMs?: number;
}

export interface StopOptions extends CallOptions {
  /** Milliseconds between asking a process to end and killing it; 10,000 by default. */
  readonly graceMs?: number;
}

export interface RemoveOptions extends StopOptions {
  /** Keeps the ledgers for a user; they are deleted otherwise. */
  readonly keepLedgers?: boolean;
  /** Keeps the ports, because nodes with the same names follow. */
  readonly keepPorts?: boolean;
}

export interface ReconcileOptions extends CallOptions {
  /** The desired nodes of the chain; only read by runtimes that repair more than ended processes. */
  readonly workloads?: () => Promise<readonly Workload[]>;
  /** Names of all nodes of the chain, including planned ones. Anything with another name is removed. */
  readonly names?: () => Promise<readonly string[]>;
  /** Runs a repair, or skips it if an operation may have caused the finding. Without it repairs run at once. */
  readonly turn?: <Result>(repair: () => Promise<Result>) => Promise<Result | undefined>;
}

/** An uploaded chaincode source. */
export interface UploadedSource {
  /** Path of the file: zip, tar.gz or one source file. */
  readonly archive: string;
  /** Original name of the file. */
  readonly fileName: string;
  /** The project in the archive; its default if omitted. */
  readonly project?: ChaincodeProject | undefined;
}

export interface BuildOptions extends CallOptions {
  /** Receives each line of the build's output. */
  readonly log: (line: string) => void;
}

/** A runtime's observation of one node. */
export interface NodeObservation {
  readonly id: string;
  readonly chainId: string;
  readonly name: string;
  readonly kind: NodeKind;
  readonly organization: string;
  readonly state: NodeState;
  /** A sentence for users; null if there is no problem. */
  readonly reason: string | null;
  /** Process id if nodes are processes of this machine. */
  readonly pid: number | null;
  /** Identifies this run of the node; null while it does not run. */
  readonly incarnation: string | null;
  readonly startedAt: Date | null;
  /** How often the node was restarted after it had died. */
  readonly restarts: number;
  /** Share of one core in percent since the previous observation; null at the first one. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
  /** Ledger height by channel name. */
  readonly blockHeights: Readonly<Record<string, number>>;
  /** `host:port` by port name. */
  readonly addresses: Readonly<Record<string, string>>;
}

export interface StatusOptions {
  /**
   * How old the readiness, the measurements and the heights of a node may be whose process runs as before, in
   * milliseconds; 0 by default. Runtimes that are notified of changes need not make use of it.
   */
  readonly maxAgeMs?: number;
}

/** The section of a log to read, as in the API's `LogQuery`. */
export interface LogRequest {
  /**
   * A position that an earlier answer returned as `nextOffset`, or 0 for the beginning; without it the last
   * `tailBytes`.
   */
  readonly offset?: number;
  readonly tailBytes: number;
  /** Milliseconds to wait for new text if there is none. */
  readonly waitMs: number;
}

/** Ports that one node needs. */
export interface PortRequest {
  readonly node: string;
  readonly ports: readonly string[];
}

/** Port number by port name, by node name. */
export type AllocatedPorts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Result of one pass of {@link RuntimeDriver.reconcile}. */
export interface ReconcileResult {
  /** Nodes that were started in this pass. */
  readonly started: readonly string[];
  /** Nodes that wait for their next start, with its time. */
  readonly waiting: readonly { readonly name: string; readonly retryAt: Date }[];
  /** Nodes that could not be started, with the reason. */
  readonly failed: readonly { readonly name: string; readonly error: unknown }[];
  /** Repairs of objects that were changed or deleted outside of Heddle: `Service peer0-org1 recreated`. */
  readonly repaired: readonly string[];
}

/**
 * Where nodes run. Every call is idempotent: it inspects the current state before it acts, so a call that a crash
 * interrupted can be repeated. Errors are subclasses of `RuntimeError`.
 */
export interface RuntimeDriver {
  /** The address that nodes listen on and the host under which they are reached; used for planning. */
  readonly addresses: Addresses;

  /** Allocates the ports of nodes. The same node and port name always get the same number until they are released. */
  allocatePorts(chainId: string, requests: readonly PortRequest[]): Promise<AllocatedPorts>;
  /**
   * Builds chaincode where nodes of this runtime can run it, once for each content. Returns the id of the build, by
   * which a workload's program of type `build` refers to it. Throws `UnsupportedArchiveError`, `ToolchainMissingError`,
   * `BuildFailedError`, `RegistryUnreachableError` or `BuildBoundError`.
   */
  build(chainId: string, source: UploadedSource, options: BuildOptions): Promise<string>;
  /**
   * Writes files and starts what is not running. A running node keeps the configuration that it was started with. Nodes
   * that depend on others start when those are ready. Throws `DependencyUnknownError`, `DependencyCycleError` or
   * `DependencyStoppedError` before anything starts.
   */
  apply(workloads: readonly Workload[], options?: CallOptions): Promise<void>;
  /** Returns once every selected node is ready; throws `NodeFailedError` as soon as one of them has died. */
  waitUntilReady(selector: NodeSelector, options?: WaitOptions): Promise<void>;
  /** Starts stopped nodes and sets their desired state to running; in the order of {@link apply}. */
  start(selector: NodeSelector, options?: CallOptions): Promise<void>;
  /** Ends nodes, those that depend on others first, and sets their desired state to stopped. Files are kept. */
  stop(selector: NodeSelector, options?: StopOptions): Promise<void>;
  /** Ends one node and starts it again, once what it depends on is ready. */
  restart(node: NodeRef, options?: StopOptions): Promise<void>;
  /**
   * Runs the node's program once with other arguments, in the node's environment and on its files and volumes, and
   * returns the lines that it wrote. Fabric changes a peer's channels this way (`peer node unjoin`). The node must be
   * stopped by {@link stop} first: otherwise throws `NodeRunningError`; `MaintenanceFailedError` if the program fails.
   */
  maintain(node: NodeRef, args: readonly string[], options?: CallOptions): Promise<readonly string[]>;
  /**
   * Copies a folder from a volume of one node to a volume of another and replaces what is there. Both nodes must run.
   * Returns the path of the copy as the node's program sees it. Throws `VolumeFolderError` if it
   * cannot be read or written.
   */
  copyFolder(from: VolumeFolder, to: VolumeFolder, options?: CallOptions): Promise<string>;
  /** Deletes a folder of a running node's volume; one that does not exist is no error. */
  deleteFolder(folder: VolumeFolder, options?: CallOptions): Promise<void>;
  /**
   * Sets the resources of one node and restarts it with them; `invalid_state` if the runtime has no resource limits.
   */
  resize(node: NodeRef, resources: PodResources, options?: CallOptions): Promise<void>;
  /** Ends nodes and deletes their processes, files and ports. Without names the whole chain is removed. */
  remove(selector: NodeSelector, options?: RemoveOptions): Promise<void>;
  /** Observations of the selected nodes, sorted by name. Whether a process runs is always looked up. */
  status(selector: NodeSelector, options?: StatusOptions): Promise<NodeObservation[]>;
  /** Restarts dead nodes whose desired state is running, with increasing delay; removes what belongs to no node. */
  reconcile(chainId: string, options?: ReconcileOptions): Promise<ReconcileResult>;
  /** Log text of a node. */
  logs(node: NodeRef, request: LogRequest, signal?: AbortSignal): Promise<LogChunk>;
  /** Recent events of the platform for the chain, newest first; empty if there is no platform. */
  events(chainId: string): Promise<ClusterEvent[]>;
  /** Waits while the platform below the nodes does not answer, and reports it. Returns whether it had to wait. */
  waitUntilReachable(chainId: string, options?: CallOptions): Promise<boolean>;
  /** A node's Prometheus metrics (`/metrics` of its operations endpoint); undefined while it does not give them. */
  metrics(node: NodeRef, signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Sets the logging specification of an orderer or a peer until its next restart; an empty one is Fabric's default.
   * Throws `LogLevelRefusedError`.
   */
  setLogSpec(node: NodeRef, spec: string, signal?: AbortSignal): Promise<void>;
  /** `host:port` at which the caller reaches a node's port. */
  dial(node: NodeRef, port: string): Promise<string>;
}

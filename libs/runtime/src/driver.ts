import type { ClusterEvent, LogChunk, NodeKind, NodeState, PodResources } from '@heddle/contracts';
import type { Addresses, Workload } from '@heddle/topology';

/** Which nodes a call is about: all of a chain, or those of the given names. */
export interface NodeSelector {
  readonly chainId: string;
  readonly names?: readonly string[];
}

/** One node of a chain. */
export interface NodeRef {
  readonly chainId: string;
  readonly name: string;
}

/** How far a call over several nodes has come: `2 of 3 orderers ready, orderer2: grpc port 21007 refuses connections`. */
export interface RuntimeProgress {
  readonly done: number;
  readonly of: number;
  readonly message: string;
}

export interface CallOptions {
  /** Ends the call early; what was begun is left in a state that the same call continues from. */
  readonly signal?: AbortSignal;
  readonly report?: (progress: RuntimeProgress) => void;
}

export interface WaitOptions extends CallOptions {
  /** Milliseconds until a node that does not become ready is an error; as long as the runtime thinks right when not given. */
  readonly timeoutMs?: number;
}

export interface StopOptions extends CallOptions {
  /** Milliseconds between asking a process to end and killing it; 10,000 when not given. */
  readonly graceMs?: number;
}

export interface RemoveOptions extends StopOptions {
  /** Ledgers stay where they are, for a person to keep; without it they are deleted. */
  readonly keepLedgers?: boolean;
}

export interface ReconcileOptions extends CallOptions {
  /** What the chain's nodes should be; asked for only by runtimes that repair more than ended processes. */
  readonly workloads?: () => Promise<readonly Workload[]>;
  /** Names of all nodes of the chain, also of those that are only on their way; what has another name is removed. */
  readonly names?: () => Promise<readonly string[]>;
  /** Makes repairs, or does not when what was found may be an operation's doing; without it they are made at once. */
  readonly turn?: <Result>(repair: () => Promise<Result>) => Promise<Result | undefined>;
}

/** What a runtime sees of one node at one moment. */
export interface NodeObservation {
  readonly id: string;
  readonly chainId: string;
  readonly name: string;
  readonly kind: NodeKind;
  readonly organization: string;
  readonly state: NodeState;
  /** A sentence for people; null when all is well. */
  readonly reason: string | null;
  /** Process id where nodes are processes of this machine. */
  readonly pid: number | null;
  /** Tells this run of the node from the one before; null while it does not run. */
  readonly incarnation: string | null;
  readonly startedAt: Date | null;
  /** How often the node was started again because it had died. */
  readonly restarts: number;
  /** Share of one core in percent since the observation before; null at the first. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
  /** Ledger height by channel name. */
  readonly blockHeights: Readonly<Record<string, number>>;
  /** `host:port` by port name. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** Where to read a log from, as in the API's `LogQuery`. */
export interface LogRequest {
  /** A position that an earlier answer gave as `nextOffset`, or 0 for the beginning; without it the last `tailBytes`. */
  readonly offset?: number;
  readonly tailBytes: number;
  /** How long to wait for new text when there is none, in milliseconds. */
  readonly waitMs: number;
}

/** Ports that one node needs. */
export interface PortRequest {
  readonly node: string;
  readonly ports: readonly string[];
}

/** Port number by port name, by node name. */
export type AllocatedPorts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What one pass of {@link RuntimeDriver.reconcile} did. */
export interface ReconcileResult {
  /** Nodes that were started in this pass. */
  readonly started: readonly string[];
  /** Nodes that wait for their next try, with the moment of it. */
  readonly waiting: readonly { readonly name: string; readonly retryAt: Date }[];
  /** Nodes that could not be started, with the reason. */
  readonly failed: readonly { readonly name: string; readonly error: unknown }[];
  /** Repairs of what others had changed or deleted, in words: `Service peer0-org1 recreated`. */
  readonly repaired: readonly string[];
}

/**
 * Where nodes run. Every call may be repeated: it looks at what is there before it acts, so that a call which was cut
 * off by a crash is right when it is repeated. Errors are subclasses of `RuntimeError`.
 */
export interface RuntimeDriver {
  /** Where nodes listen and under which host they are reached; plans are made with it. */
  readonly addresses: Addresses;

  /** Gives every node its ports. The same node and port name always get the same number until they are released. */
  allocatePorts(chainId: string, requests: readonly PortRequest[]): Promise<AllocatedPorts>;
  /** Writes files and starts what is not running. A running node keeps running with what it was started with. */
  apply(workloads: readonly Workload[], options?: CallOptions): Promise<void>;
  /** Returns when every selected node fulfils its readiness; throws `NodeFailedError` as soon as one of them died. */
  waitUntilReady(selector: NodeSelector, options?: WaitOptions): Promise<void>;
  /** Starts stopped nodes and wants them to run from now on. */
  start(selector: NodeSelector, options?: CallOptions): Promise<void>;
  /** Ends nodes and wants them to stay down from now on. Files stay. */
  stop(selector: NodeSelector, options?: StopOptions): Promise<void>;
  /** Ends one node and starts it again. */
  restart(node: NodeRef, options?: StopOptions): Promise<void>;
  /**
   * Runs the node's own program once with other arguments, in the node's environment and on its files and volumes,
   * and gives the lines that it wrote. Fabric changes a peer's channels this way (`peer node unjoin`). The node must be
   * held down by {@link stop} before: `NodeRunningError` otherwise; `MaintenanceFailedError` when the program refuses.
   */
  maintain(node: NodeRef, args: readonly string[], options?: CallOptions): Promise<readonly string[]>;
  /** Gives one node other resources and lets it run with them; `invalid_state` where a runtime shares out nothing. */
  resize(node: NodeRef, resources: PodResources, options?: CallOptions): Promise<void>;
  /** Ends nodes and deletes everything of theirs: processes, files, ports. Without names the chain itself is gone. */
  remove(selector: NodeSelector, options?: RemoveOptions): Promise<void>;
  /** What is seen of the selected nodes, in order of name. */
  status(selector: NodeSelector): Promise<NodeObservation[]>;
  /** Starts nodes that should run and have died, later and later the more often they die; removes what belongs to no node. */
  reconcile(chainId: string, options?: ReconcileOptions): Promise<ReconcileResult>;
  /** Log text of a node. */
  logs(node: NodeRef, request: LogRequest, signal?: AbortSignal): Promise<LogChunk>;
  /** What the platform below the nodes told about the chain lately, newest first; empty where there is none. */
  events(chainId: string): Promise<ClusterEvent[]>;
  /** Waits while the platform below the nodes does not answer, and says so; tells whether it had to wait. */
  waitUntilReachable(chainId: string, options?: CallOptions): Promise<boolean>;
  /** A node's Prometheus metrics (`/metrics` of its operations endpoint); undefined while it does not give them. */
  metrics(node: NodeRef, signal?: AbortSignal): Promise<string | undefined>;
  /** `host:port` at which the caller reaches a node's port. */
  dial(node: NodeRef, port: string): Promise<string>;
}

/** What one process of a sandbox may use. */
export interface ProcessBounds {
  /** Of one process: its heap, its stacks and what it maps for itself, in MiB. */
  readonly memoryMib: number;
  /** Processes and threads of one sandbox. The kernel does not apply it to root. */
  readonly processes: number;
  /** Of one file, in MiB. */
  readonly fileMib: number;
}

/** What a whole build may use, beside what each of its processes may. */
export interface BuildBounds extends ProcessBounds {
  readonly minutes: number;
  /** Lines of output, of all its tools together. */
  readonly lines: number;
  /** Output of all its tools together, in MiB. */
  readonly outputMib: number;
}

/** How builds and servers of uploaded chaincode are run on this machine. */
export interface ChaincodeSandbox {
  /** Runs them as the worker itself, with all that it may read: the operator has asked for it. */
  readonly unsandboxed: boolean;
  /** Folders and files that builds and servers may read beside the system's own: tools, file registries. */
  readonly readable: readonly string[];
  /** Folders that stay out of sight even where they lie in one that is shown: the data home. */
  readonly hidden: readonly string[];
  readonly build: BuildBounds;
  readonly server: ProcessBounds;
}

export const DEFAULT_BUILD_BOUNDS: BuildBounds = {
  memoryMib: 4_096,
  processes: 1_024,
  fileMib: 2_048,
  minutes: 30,
  lines: 20_000,
  outputMib: 16,
};

export const DEFAULT_SERVER_BOUNDS: ProcessBounds = { memoryMib: 2_048, processes: 512, fileMib: 256 };

/** What holds where nothing is set. */
export const DEFAULT_SANDBOX: ChaincodeSandbox = {
  unsandboxed: false,
  readable: [],
  hidden: [],
  build: DEFAULT_BUILD_BOUNDS,
  server: DEFAULT_SERVER_BOUNDS,
};

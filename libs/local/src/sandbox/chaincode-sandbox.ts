import { DEFAULT_OUTPUT_BOUNDS, type OutputBounds } from '@heddle/runtime';

/** Limits of one process in a sandbox. */
export interface ProcessBounds {
  /** Memory of one process in MiB: heap, stacks and private mappings. */
  readonly memoryMib: number;
  /** Processes and threads of one sandbox. The kernel does not apply the limit to root. */
  readonly processes: number;
  /** Size of one file in MiB. */
  readonly fileMib: number;
}

/** Limits of a whole build, in addition to those of its processes. */
export interface BuildBounds extends ProcessBounds, OutputBounds {
  readonly minutes: number;
}

/** How builds and servers of uploaded chaincode run on this machine. */
export interface ChaincodeSandbox {
  /** Runs them as the worker itself, with all its access rights. The operator must enable this. */
  readonly unsandboxed: boolean;
  /** Folders and files that builds and servers may read in addition to the system's: tools, file registries. */
  readonly readable: readonly string[];
  /** Folders that stay hidden even inside a visible one: the data home. */
  readonly hidden: readonly string[];
  readonly build: BuildBounds;
  readonly server: ProcessBounds;
}

export const DEFAULT_BUILD_BOUNDS: BuildBounds = {
  memoryMib: 4_096,
  processes: 1_024,
  fileMib: 2_048,
  minutes: 30,
  ...DEFAULT_OUTPUT_BOUNDS,
};

export const DEFAULT_SERVER_BOUNDS: ProcessBounds = { memoryMib: 2_048, processes: 512, fileMib: 256 };

/** Limits that apply unless configured otherwise. */
export const DEFAULT_SANDBOX: ChaincodeSandbox = {
  unsandboxed: false,
  readable: [],
  hidden: [],
  build: DEFAULT_BUILD_BOUNDS,
  server: DEFAULT_SERVER_BOUNDS,
};

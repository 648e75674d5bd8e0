import { DEFAULT_OUTPUT_BOUNDS, type OutputBounds } from '@heddle/runtime';

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
export interface BuildBounds extends ProcessBounds, OutputBounds {
  readonly minutes: number;
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
  ...DEFAULT_OUTPUT_BOUNDS,
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

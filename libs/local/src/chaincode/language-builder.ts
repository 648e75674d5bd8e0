/** Where a builder works, and whom it tells. */
export interface BuildWork {
  /** Folder of the project's manifest, or of the single source file. */
  readonly project: string;
  /** Empty folder for what is kept. */
  readonly output: string;
  /** Whether the source is one file without a manifest; its name. */
  readonly singleFile: string | undefined;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Environment by which the builder's processes are recognised. */
  readonly markers: Readonly<Record<string, string>>;
}

/** How a finished build is started. */
export interface BuildResult {
  /** Program and arguments; `${output}` stands for the folder of what was kept, `${node}` for the project's own Node. */
  readonly command: readonly string[];
  /** Folders for the front of PATH, relative to what was kept. */
  readonly path: readonly string[];
}

export type LanguageBuilder = (work: BuildWork) => Promise<BuildResult>;

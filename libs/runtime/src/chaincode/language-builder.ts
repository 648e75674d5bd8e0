import type { RuntimeError } from '../runtime-error';
import type { BuildPhase } from './build-phases';

/** An unpacked source, ready to be built. */
export interface BuildSource {
  /** Folder of the project's manifest, or of the single source file. */
  readonly project: string;
  /** Empty folder for the output. */
  readonly output: string;
  /** The file name, if the source is one file without a manifest. */
  readonly singleFile: string | undefined;
}

/** How a failed tool ended. */
export interface ToolOutcome {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
}

/** Which package manager's cache in the user's home a command keeps for the next build. */
export type ToolCache = 'npm' | 'go' | 'maven' | 'gradle';

/** How a command's own output shows its progress. */
export interface ToolProgress {
  /** The finished part, 0 to 1; undefined for a line that does not show it. */
  readonly doneBy: (line: string) => number | undefined;
  /** Whether such lines are left out of the log. */
  readonly apart: boolean;
}

/** One call of a compiler or package manager in the project's folder. `${output}` in `args` is the output folder. */
export interface ToolCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Variables in addition to the build's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Its purpose, which decides its share of the build's progress. */
  readonly phase: BuildPhase;
  /** How its output shows its progress. */
  readonly progress?: ToolProgress;
  /** How to install the tool if it is missing. */
  readonly remedy: string;
  /** The cache and settings that it needs; without it, a command has access to none. */
  readonly cache?: ToolCache;
  /** Display name; by default the command without its flags. */
  readonly title?: string;
  /** The program that a script checks for; the script exits with the shell's 127 if it is missing. */
  readonly needs?: string;
  /** Explains the outcome beyond the fact that the tool failed. */
  readonly failure?: (outcome: ToolOutcome) => RuntimeError | undefined;
}

/** A command's display name. */
export function titleOf({ command, args, title }: Pick<ToolCommand, 'command' | 'args' | 'title'>): string {
  if (title !== undefined) return title;
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  return [command, ...(firstFlag < 0 ? args : args.slice(0, firstFlag))].join(' ');
}

/** How a finished build is started. */
export interface BuildResult {
  /** Program and arguments; `${output}` is replaced by the output folder. */
  readonly command: readonly string[];
  /** Folders for the front of PATH, relative to the output folder. */
  readonly path: readonly string[];
}

/** How sources of one language are built. The runtime decides where the commands run: on this machine or in a pod. */
export interface LanguageBuilder {
  /** The language's display name. */
  readonly title: string;
  /** Completes a single-file source, and returns the commands that build it. */
  prepare(source: BuildSource): Promise<readonly ToolCommand[]>;
  /** Copies what must be kept into the output folder, once every command has succeeded. */
  finish(source: BuildSource): Promise<BuildResult>;
}

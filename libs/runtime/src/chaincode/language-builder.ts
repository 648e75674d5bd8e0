import type { RuntimeError } from '../runtime-error';
import type { BuildPhase } from './build-phases';

/** An unpacked source, on its way to be built. */
export interface BuildSource {
  /** Folder of the project's manifest, or of the single source file. */
  readonly project: string;
  /** Empty folder for what is kept. */
  readonly output: string;
  /** Whether the source is one file without a manifest; its name. */
  readonly singleFile: string | undefined;
}

/** How a tool ended that did not succeed. */
export interface ToolOutcome {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
}

/** What a package manager keeps in its user's home for the next build. */
export type ToolCache = 'npm' | 'go' | 'maven' | 'gradle';

/** How a command's own output says how far it is. */
export interface ToolProgress {
  /** How much is done, 0 to 1; undefined for a line that does not say it. */
  readonly doneBy: (line: string) => number | undefined;
  /** Whether such lines are no part of the log. */
  readonly apart: boolean;
}

/** One call of a compiler or package manager, in the folder of the project. `${output}` in `args` is the output folder. */
export interface ToolCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Variables that it needs beside those of the build's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What it is for; decides its share of the build's progress. */
  readonly phase: BuildPhase;
  /** Where its output says how far it is. */
  readonly progress?: ToolProgress;
  /** How to get the tool where it is missing. */
  readonly remedy: string;
  /** Whose cache and settings it needs; a command without has no access to any. */
  readonly cache?: ToolCache;
  /** What people call it; the command without its flags where it is not given. */
  readonly title?: string;
  /** The program that a script looks for, which then ends with the shell's 127 where it is missing. */
  readonly needs?: string;
  /** What the outcome says beyond that the tool failed. */
  readonly failure?: (outcome: ToolOutcome) => RuntimeError | undefined;
}

/** A command as people know it. */
export function titleOf({ command, args, title }: Pick<ToolCommand, 'command' | 'args' | 'title'>): string {
  if (title !== undefined) return title;
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  return [command, ...(firstFlag < 0 ? args : args.slice(0, firstFlag))].join(' ');
}

/** How a finished build is started. */
export interface BuildResult {
  /** Program and arguments; `${output}` stands for the folder of what was kept. */
  readonly command: readonly string[];
  /** Folders for the front of PATH, relative to what was kept. */
  readonly path: readonly string[];
}

/** How sources of one language are built. Where the commands run, on this machine or in a pod, is the runtime's matter. */
export interface LanguageBuilder {
  /** The language's name, for people. */
  readonly title: string;
  /** Completes the source where it is a single file, and gives the commands that build it. */
  prepare(source: BuildSource): Promise<readonly ToolCommand[]>;
  /** Puts into the output folder what is to be kept, once every command has succeeded. */
  finish(source: BuildSource): Promise<BuildResult>;
}

import {
  buildFailure,
  DiskFullError,
  onBoundedLine,
  titleOf,
  ToolchainMissingError,
  ToolOutput,
  type ToolCommand,
} from '@heddle/runtime';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { hasCode } from '../file-errors';
import type { BuildBudget } from './build-budget';

export interface ToolCall extends ToolCommand {
  readonly cwd: string;
  /** Environment markers of the tool and its child processes, by which they are found after this process has ended. */
  readonly markers: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  /** Receives each line first; returns true for a line that is left out of the log. */
  readonly apart: (line: string) => boolean;
  readonly signal?: AbortSignal | undefined;
  /** The language that needs the tool. */
  readonly language: string;
  /** The remaining budget of the build. */
  readonly budget: BuildBudget;
  /** Program and arguments to spawn: the command, possibly inside a sandbox. */
  readonly spawned: readonly [string, ...string[]];
}

/** A shell's exit code for a program that does not exist. */
const NOT_FOUND = 127;
const NO_SPACE = /no space left on device|ENOSPC/i;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Runs a build tool and passes on its lines as they arrive. Cancelling it or exceeding a limit ends the tool and all
 * its child processes.
 *
 * @throws ToolchainMissingError if the tool does not exist
 * @throws BuildBoundError if the build exceeded a limit
 * @throws BuildFailedError or RegistryUnreachableError with the tool's output
 */
export async function runTool(call: ToolCall): Promise<void> {
  call.signal?.throwIfAborted();
  call.log(`$ ${call.title ?? [call.command, ...call.args].join(' ')}`);
  const [program, ...args] = call.spawned;
  const child = spawn(program, args, {
    cwd: call.cwd,
    env: { ...call.env, ...call.markers },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endGroup = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  const { budget } = call;
  const timer = setTimeout(() => {
    budget.timeOut();
    endGroup();
  }, budget.timeLeft);
  call.signal?.addEventListener('abort', endGroup);
  try {
    const lines = await outputOf(child, call, endGroup);
    call.signal?.throwIfAborted();
    const passed = budget.errorOf(`"${titleOf(call)}"`, { exitCode: child.exitCode, lines });
    if (passed !== undefined) throw passed;
    if (child.exitCode !== 0) throw failure(call, child, lines);
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', endGroup);
  }
}

async function outputOf(child: Child, call: ToolCall, endGroup: () => void): Promise<readonly string[]> {
  const { log, apart, command, language, remedy, budget } = call;
  const output = new ToolOutput();
  const take = (line: string) => {
    budget.output.takeLine();
    if (budget.output.passed !== undefined) endGroup();
    else if (!apart(line)) log(output.take(line));
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      budget.output.takeBytes(chunk.length);
      if (budget.output.passed !== undefined) endGroup();
    });
    onBoundedLine(stream, take);
  }
  try {
    await once(child, 'close');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES')) throw new ToolchainMissingError(command, language, remedy, error);
    throw error;
  }
  return output.lines;
}

function failure(call: ToolCall, child: Child, lines: readonly string[]): Error {
  const { exitCode } = child;
  if (lines.some((line) => NO_SPACE.test(line))) return new DiskFullError(call.cwd);
  if (exitCode === NOT_FOUND && call.needs !== undefined) {
    return new ToolchainMissingError(call.needs, call.language, call.remedy);
  }
  const how = exitCode === null ? `was ended by ${String(child.signalCode)}` : `failed (exit ${exitCode})`;
  return call.failure?.({ exitCode, lines }) ?? buildFailure(`"${titleOf(call)}" ${how}.`, lines);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

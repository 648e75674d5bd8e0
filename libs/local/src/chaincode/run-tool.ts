import { buildFailure, DiskFullError, ToolchainMissingError, ToolOutput } from '@heddle/runtime';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { hasCode } from '../file-errors';

export interface ToolCall {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Environment by which the tool and all that it starts are recognised, even when this process is gone. */
  readonly markers: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Which language asks for the tool, and how to get it. */
  readonly language: string;
  readonly remedy: string;
}

const NO_SPACE = /no space left on device|ENOSPC/i;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Runs a build tool and hands out its lines as they come. Cancelling ends the tool and everything it started.
 *
 * @throws ToolchainMissingError when the tool is not there
 * @throws BuildFailedError or RegistryUnreachableError with the tool's own lines
 */
export async function runTool(call: ToolCall): Promise<void> {
  call.signal?.throwIfAborted();
  call.log(`$ ${[call.command, ...call.args].join(' ')}`);
  const child = spawn(call.command, [...call.args], {
    cwd: call.cwd,
    env: { ...call.env, ...call.markers },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endGroup = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  call.signal?.addEventListener('abort', endGroup);
  try {
    const lines = await outputOf(child, call);
    call.signal?.throwIfAborted();
    if (child.exitCode !== 0) throw failure(call, child, lines);
  } finally {
    call.signal?.removeEventListener('abort', endGroup);
  }
}

async function outputOf(child: Child, { log, command, language, remedy }: ToolCall): Promise<readonly string[]> {
  const output = new ToolOutput();
  const take = (line: string) => {
    log(line);
    output.take(line);
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', take);
  try {
    await once(child, 'close');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES')) throw new ToolchainMissingError(command, language, remedy, error);
    throw error;
  }
  return output.lines;
}

function failure({ command, args, cwd }: ToolCall, child: Child, lines: readonly string[]): Error {
  if (lines.some((line) => NO_SPACE.test(line))) return new DiskFullError(cwd);
  const how = child.exitCode === null ? `was ended by ${String(child.signalCode)}` : `failed (exit ${child.exitCode})`;
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  const verbs = firstFlag < 0 ? args : args.slice(0, firstFlag);
  return buildFailure(`"${[command, ...verbs].join(' ')}" ${how}.`, lines);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

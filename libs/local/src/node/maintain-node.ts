import {
  BinaryMissingError,
  MaintenanceFailedError,
  NodeRunningError,
  onBoundedLine,
  type CallOptions,
} from '@heddle/runtime';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, dirname } from 'node:path';
import { hasCode } from '../file-errors';
import type { LocalContext } from '../local-context';
import { nodeEnvironment } from '../process/launch';
import { latestStart } from '../process/node-process';
import { hasMark } from '../supervision/marks';
import type { KnownNode } from './node-list';

const KEPT_LINES = 20;
/** Number of last output lines of a maintenance call that are kept; Fabric's tools print a few dozen. */
const MOST_LINES = 10_000;

/**
 * Runs the program of a stopped node once with other arguments. The process has the node's markers, so removing the
 * node also ends it.
 *
 * @throws NodeRunningError, BinaryMissingError, MaintenanceFailedError
 */
export async function maintainNode(
  { folder, record }: KnownNode,
  args: readonly string[],
  { context, signal }: CallOptions & { readonly context: LocalContext },
): Promise<readonly string[]> {
  const { generation, process } = await latestStart(folder, context);
  if (process !== undefined || !(await hasMark(folder, 'hold'))) throw new NodeRunningError(record.name);
  signal?.throwIfAborted();
  const [program = ''] = record.command;
  const { instance } = context;
  const child = spawn(program, [...args], {
    cwd: record.cwd,
    env: await nodeEnvironment({ folder, record }, { instance, generation }),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal !== undefined && { signal, killSignal: 'SIGKILL' as const }),
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    onBoundedLine(stream, (line) => {
      lines.push(line);
      if (lines.length > MOST_LINES) lines.shift();
    });
  }
  try {
    await once(child, 'close');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw new BinaryMissingError(basename(program), [dirname(program)], { cause: error });
    throw error;
  }
  if (child.exitCode !== 0) throw new MaintenanceFailedError(record.name, args, lines.slice(-KEPT_LINES));
  return lines;
}

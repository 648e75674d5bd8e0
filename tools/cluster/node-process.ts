import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { startOf } from '../lib/process-identity.mjs';
import { pidsOnLinux, readProcess } from '../lib/process-table.ts';
import { run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import type { ClusterLayout } from './layout.ts';

/**
 * The node's first process. It is found by the configuration path on its command line, so it can be ended even if the
 * process that started it was killed before recording its pid.
 */
export function findNode({ nodeConfig }: ClusterLayout): number | undefined {
  return pidsOnLinux().find((pid) => {
    const [, command, config] = commandLine(pid);
    return command === 'init' && config === nodeConfig;
  });
}

/** A process's command line; empty once it has ended. */
export function commandLine(pid: number): string[] {
  return readProcess(`/proc/${pid}/cmdline`).split('\0');
}

/**
 * @param program the folder of tools/cluster/node, built
 * @returns the process id of the node's first process
 */
export async function startNode(program: string, { nodeConfig }: ClusterLayout): Promise<number> {
  const { code, stdout, stderr } = await run(join(program, 'node'), ['start', nodeConfig], { output: 'capture' });
  if (code !== 0)
    throw new ToolError(
      `The cluster's node cannot be started: ${stderr.trim()}`,
      'It needs full root rights: namespaces, mounts and network devices. A container must be privileged.',
    );
  return Number(stdout);
}

/** Ends all processes of the node at once, as a power failure would. */
export async function killNode(pid: number): Promise<void> {
  const started = startOf(pid);
  if (started === undefined) return;
  process.kill(pid, 'SIGKILL');
  while (startOf(pid) === started) await delay(20);
}

/** Starts or stops one of the node's daemons. */
export async function control(
  { control: path }: ClusterLayout,
  command: 'start' | 'stop',
  daemon: string,
): Promise<void> {
  const socket = connect(path);
  socket.write(`${command} ${daemon}\n`);
  const answer = (await text(socket)).trim();
  if (answer !== 'ok') throw new Error(`The cluster's node cannot ${command} ${daemon}: ${answer}`);
}

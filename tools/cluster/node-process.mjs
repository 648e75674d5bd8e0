import { readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startOf } from '../lib/process-identity.mjs';
import { run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';

/** @typedef {import('./layout.mjs').ClusterLayout} ClusterLayout */

/**
 * The node's first process. It is found by the configuration path on its command line, so it can be ended even if the
 * process that started it was killed before recording its pid.
 * @param {ClusterLayout} layout
 * @returns {number | undefined}
 */
export function findNode({ nodeConfig }) {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const node = pids.find((pid) => {
    const [, command, config] = commandLine(pid);
    return command === 'init' && config === nodeConfig;
  });
  return node === undefined ? undefined : Number(node);
}

/** @param {string} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** @param {unknown} error */
function isGone(error) {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
}

/**
 * @param {string} program the folder of tools/cluster/node, built
 * @param {ClusterLayout} layout
 * @returns {Promise<number>} the process id of the node's first process
 */
export async function startNode(program, { nodeConfig }) {
  const { code, stdout, stderr } = await run(join(program, 'node'), ['start', nodeConfig], { output: 'capture' });
  if (code !== 0)
    throw new ToolError(
      `The cluster's node cannot be started: ${stderr.trim()}`,
      'It needs full root rights: namespaces, mounts and network devices. A container must be privileged.',
    );
  return Number(stdout);
}

/**
 * Ends all processes of the node at once, as a power failure would.
 * @param {number} pid
 */
export async function killNode(pid) {
  const started = startOf(pid);
  if (started === undefined) return;
  process.kill(pid, 'SIGKILL');
  while (startOf(pid) === started) await delay(20);
}

/**
 * Starts or stops one of the node's daemons.
 * @param {ClusterLayout} layout
 * @param {'start' | 'stop'} command
 * @param {string} daemon
 */
export async function control({ control: path }, command, daemon) {
  const answer = await new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(path);
    socket.setEncoding('utf8').on('data', (part) => (text += part));
    socket.once('end', () => resolve(text.trim()));
    socket.once('error', reject);
    socket.write(`${command} ${daemon}\n`);
  });
  if (answer !== 'ok') throw new Error(`The cluster's node cannot ${command} ${daemon}: ${answer}`);
}

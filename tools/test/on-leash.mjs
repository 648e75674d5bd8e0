import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';

/**
 * Runs a command that ends with all its descendants: at its time limit, when the signal is aborted, and when this process
 * is killed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, minutes: number, env: NodeJS.ProcessEnv, signal: AbortSignal, report?: string }} options
 * @returns {Promise<number>} the exit code; 124 past the limit
 */
export async function onLeash(command, args, { cwd, minutes, env, signal, report = '-' }) {
  const leash = fromRoot('tools', 'test', 'leash.mjs');
  const { code } = await run(process.execPath, [leash, String(minutes), report, command, ...args], {
    cwd,
    env,
    signal,
  });
  return code;
}

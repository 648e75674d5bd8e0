import { spawn } from 'node:child_process';

/**
 * Runs a test runner with a limit on its time: a test that never ends must fail the run and not stop it.
 * The runner is given its own process group so that what it started ends with it.
 * @param {{ command: string, args: readonly string[], cwd: string, minutes: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} the exit code; 124 past the limit
 */
export function runWithin({ command, args, cwd, minutes, env = process.env }) {
  const child = spawn(command, [...args], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, signal);
  };
  const passOn = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of passOn) process.on(signal, end);
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      process.stderr.write(`${command} did not end within ${minutes} minutes: ending it\n`);
      end('SIGKILL');
    }, minutes * 60_000);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      for (const signal of passOn) process.off(signal, end);
      resolve(late ? 124 : (code ?? 128));
    });
  });
}

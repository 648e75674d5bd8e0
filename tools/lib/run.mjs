import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment; the current one when left out
 * @property {'inherit' | 'capture' | 'quiet'} [output] where the child's output goes
 * @property {AbortSignal} [signal] asks the program to end (SIGTERM); what it makes of that is awaited
 * @property {(text: string) => void} [onStderr] sees standard error as it comes (implies capture)
 *
 * @typedef {object} RunResult
 * @property {number} code exit code; 128 for a child ended by a signal
 * @property {string} stdout empty unless captured
 * @property {string} stderr empty unless captured
 */

/**
 * Runs a program to its end. Never rejects for a non-zero exit; rejects when the program cannot be started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  const { cwd, env = process.env, output = 'inherit', onStderr, signal } = options;
  const pipe = output === 'inherit' && !onStderr ? 'inherit' : 'pipe';
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { cwd, env, stdio: ['ignore', pipe, pipe] });
    const end = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', end);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      onStderr?.(text);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', end);
      resolve({ code: code ?? 128, stdout, stderr });
    });
  });
}

/** Folders where servers are installed that an ordinary account's PATH leaves out. */
const EXTRA_FOLDERS = [
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/go/bin',
  '/opt/homebrew/bin',
  '/usr/local/bin',
];

/**
 * The full path of a program, or undefined.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function which(name, env = process.env) {
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter(Boolean), ...EXTRA_FOLDERS];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

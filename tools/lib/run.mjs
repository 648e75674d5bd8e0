import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ToolError } from './say.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment; the current one when left out
 * @property {'inherit' | 'capture' | 'quiet'} [output] where the child's output goes
 * @property {string} [input] written to standard input, which is empty otherwise
 * @property {AbortSignal} [signal] asks the program to end (SIGTERM) and waits for its exit
 * @property {(text: string) => void} [onStderr] receives standard error as it is written (implies capture)
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
  const { cwd, env = process.env, output = 'inherit', input, onStderr, signal } = options;
  const pipe = output === 'inherit' && !onStderr ? 'inherit' : 'pipe';
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { cwd, env, stdio: [input === undefined ? 'ignore' : 'pipe', pipe, pipe] });
    // A program that ends without reading its input closes the pipe; its exit code is what counts.
    child.stdin?.on('error', () => undefined).end(input);
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

const LAST_LINES = 20;

/**
 * Runs a program that must succeed, and returns its standard output. Programs write their errors to either stream, so
 * a failure's message contains the end of both.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ remedy: string } & Pick<RunOptions, 'cwd' | 'env' | 'input' | 'signal'>} options
 * @returns {Promise<string>}
 */
export async function mustRun(command, args, { remedy, ...options }) {
  const result = await run(command, args, { ...options, output: 'capture' }).catch((error) => {
    throw new ToolError(`${command} cannot be started: ${error.message}`, remedy);
  });
  if (result.code === 0) return result.stdout;
  throw new ToolError(
    `${[command, ...args].join(' ')} failed (exit code ${result.code}):\n${lastLines(result)}`,
    remedy,
  );
}

/** @param {RunResult} result */
export function lastLines({ stdout, stderr }) {
  return `${stdout}\n${stderr}`.trim().split('\n').slice(-LAST_LINES).join('\n');
}

/** Folders with servers that are not in an ordinary account's PATH. */
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

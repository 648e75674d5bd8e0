import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { run } from '../../lib/run.mjs';
import { ToolError } from '../../lib/say.mjs';

/** Delay before a refused command is retried. The sample network's scripts wait 3 s. */
const AGAIN_MS = 100;
const LIMIT_MS = 60_000;

/**
 * @typedef {{ env?: NodeJS.ProcessEnv, worked?: (result: { code: number, output: string }) => boolean }} UntilOptions
 *
 * @typedef {object} Commands
 * @property {(program: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>} run resolves to its output
 * @property {(program: string, args: readonly string[], options?: UntilOptions) => Promise<string>} until retries until the command succeeds
 */

/** Runs Fabric's command-line programs. */
export class FabricCommands {
  #env;
  #home;
  #signal;

  /** @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal }} options */
  constructor({ env, signal }) {
    this.#env = env;
    this.#home = env['FABRIC_HOME'] ?? '';
    this.#signal = signal;
  }

  /** Folder with the release's settings. */
  get config() {
    return join(this.#home, 'config');
  }

  /** @param {string} name */
  path(name) {
    return join(this.#home, 'bin', name);
  }

  /**
   * @param {string} program
   * @param {readonly string[]} args
   * @param {NodeJS.ProcessEnv} [env]
   * @returns {Promise<string>} what it printed
   */
  async run(program, args, env = {}) {
    const { code, output } = await this.#once(program, args, env);
    if (code === 0) return output;
    throw failed(program, args, output);
  }

  /**
   * Retries the command until its output shows success.
   * @param {string} program
   * @param {readonly string[]} args
   * @param {UntilOptions} [options]
   * @returns {Promise<string>} what it printed at last
   */
  async until(program, args, { env = {}, worked = ({ code }) => code === 0 } = {}) {
    const once = () => this.#once(program, args, env);
    return untilWorked({ once, worked, signal: this.#signal, what: [program, ...args] });
  }

  /**
   * @param {string} program
   * @param {readonly string[]} args
   * @param {NodeJS.ProcessEnv} env
   */
  async #once(program, args, env) {
    this.#signal.throwIfAborted();
    const all = { ...this.#env, ...env };
    const { code, stdout, stderr } = await run(this.path(program), args, { env: all, output: 'capture' });
    return { code, output: `${stdout}${stderr}` };
  }
}

/**
 * @param {{ once: () => Promise<{ code: number, output: string }>, worked: (result: { code: number, output: string }) => boolean, signal: AbortSignal, what: readonly string[] }} options
 */
export async function untilWorked({ once, worked, signal, what: [program = '', ...args] }) {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const result = await once();
    if (worked(result)) return result.output;
    if (Date.now() > end) throw failed(program, args, result.output);
    await delay(AGAIN_MS, undefined, { signal });
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} output
 */
export function failed(program, args, output) {
  return new ToolError(
    `${program} ${args.join(' ')} failed:\n${output.trim().split('\n').slice(-8).join('\n')}`,
    'Run it by hand with the same settings to debug it.',
  );
}

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { ToolError } from '../../lib/say.mjs';
import { failed, untilWorked } from './fabric-commands.mjs';

/**
 * Runs Fabric's command-line programs in a pod through one shell that stays open. A `kubectl exec` per command would
 * add its start-up time to the baseline.
 */
export class PodCommands {
  #shell;
  #signal;
  #output = '';
  /** @type {(() => void) | undefined} */
  #notify;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** @param {{ namespace: string, pod: string, env: NodeJS.ProcessEnv, signal: AbortSignal }} options */
  constructor({ namespace, pod, env, signal }) {
    this.#signal = signal;
    const args = ['exec', '--namespace', namespace, '-i', pod, '--', 'sh'];
    this.#shell = spawn('kubectl', args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#shell.stdout.setEncoding('utf8').on('data', (text) => {
      this.#output += text;
      this.#notify?.();
    });
    this.#shell.once('exit', () => this.#notify?.());
    signal.addEventListener('abort', this.#abort);
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
   * @param {string} program
   * @param {readonly string[]} args
   * @param {import('./fabric-commands.mjs').UntilOptions} [options]
   * @returns {Promise<string>} what it printed at last
   */
  until(program, args, { env = {}, worked = ({ code }) => code === 0 } = {}) {
    const once = () => this.#once(program, args, env);
    return untilWorked({ once, worked, signal: this.#signal, what: [program, ...args] });
  }

  async stop() {
    this.#signal.removeEventListener('abort', this.#abort);
    if (this.#shell.exitCode !== null || this.#shell.signalCode !== null) return;
    const ended = once(this.#shell, 'exit');
    this.#shell.kill('SIGKILL');
    await ended;
  }

  #abort = () => {
    this.#notify?.();
  };

  /**
   * Runs commands one after the other, because there is one shell.
   * @param {string} program
   * @param {readonly string[]} args
   * @param {NodeJS.ProcessEnv} env
   */
  #once(program, args, env) {
    const next = this.#last.then(() => this.#ask(program, args, env));
    this.#last = next.catch(() => undefined);
    return next;
  }

  /**
   * @param {string} program
   * @param {readonly string[]} args
   * @param {NodeJS.ProcessEnv} env
   * @returns {Promise<{ code: number, output: string }>}
   */
  async #ask(program, args, env) {
    const mark = randomUUID();
    const variables = Object.entries(env).map(([name, value]) => `${name}=${quoted(value ?? '')}`);
    const command = ['env', ...variables, program, ...args.map(quoted)].join(' ');
    this.#output = '';
    this.#shell.stdin.write(`${command} </dev/null 2>&1; echo "${mark} $?"\n`);
    const end = new RegExp(`${mark} (\\d+)\\n`);
    for (;;) {
      this.#signal.throwIfAborted();
      const found = end.exec(this.#output);
      if (found) return { code: Number(found[1]), output: this.#output.slice(0, found.index) };
      if (this.#shell.exitCode !== null)
        throw new ToolError(`kubectl exec ended (exit ${this.#shell.exitCode}).`, 'Check the tools pod.');
      await new Promise((resolve) => {
        this.#notify = () => resolve(undefined);
      });
    }
  }
}

/** @param {string} word */
function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

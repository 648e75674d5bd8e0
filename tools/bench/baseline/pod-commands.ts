import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { ToolError } from '../../lib/say.mjs';
import { failed, untilWorked, type CommandResult, type Commands, type UntilOptions } from './fabric-commands.ts';

interface PodCommandsOptions {
  readonly namespace: string;
  readonly pod: string;
  /** In which kubectl finds the cluster. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Runs Fabric's command-line programs in a pod through one shell that stays open. A `kubectl exec` per command would
 * add its start-up time to the baseline.
 */
export class PodCommands implements Commands {
  readonly #shell: ChildProcessByStdio<Writable, Readable, null>;
  readonly #signal: AbortSignal;
  #output = '';
  #notify: (() => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ namespace, pod, env, signal }: PodCommandsOptions) {
    this.#signal = signal;
    const args = ['exec', '--namespace', namespace, '-i', pod, '--', 'sh'];
    this.#shell = spawn('kubectl', args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#shell.stdout.setEncoding('utf8').on('data', (part: string) => {
      this.#output += part;
      this.#notify?.();
    });
    this.#shell.once('exit', () => this.#notify?.());
    signal.addEventListener('abort', this.#abort);
  }

  /** @returns what it printed */
  async run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { code, output } = await this.#once(program, args, env);
    if (code === 0) return output;
    throw failed([program, ...args], output);
  }

  /** @returns what it printed at last */
  until(
    program: string,
    args: readonly string[],
    { env = {}, worked = ({ code }) => code === 0 }: UntilOptions = {},
  ): Promise<string> {
    const once = () => this.#once(program, args, env);
    return untilWorked({ once, worked, signal: this.#signal, what: [program, ...args] });
  }

  async stop(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#abort);
    if (this.#shell.exitCode !== null || this.#shell.signalCode !== null) return;
    const ended = once(this.#shell, 'exit');
    this.#shell.kill('SIGKILL');
    await ended;
  }

  readonly #abort = () => {
    this.#notify?.();
  };

  /** Runs commands one after the other, because there is one shell. */
  #once(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
    const next = this.#last.then(() => this.#ask(program, args, env));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #ask(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
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
        this.#notify = () => {
          resolve(undefined);
        };
      });
    }
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

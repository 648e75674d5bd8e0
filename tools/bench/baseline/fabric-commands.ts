import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from '../../lib/run.mjs';
import { ToolError } from '../../lib/say.mjs';

/** Delay before a refused command is retried. The sample network's scripts wait 3 s. */
const AGAIN_MS = 100;
const LIMIT_MS = 60_000;

export interface CommandResult {
  readonly code: number;
  /** Both streams. */
  readonly output: string;
}

export interface UntilOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Whether the command succeeded; by its exit code when left out. */
  readonly worked?: (result: CommandResult) => boolean;
}

export interface Commands {
  /** Resolves to its output. */
  readonly run: (program: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;
  /** Retries until the command succeeds. */
  readonly until: (program: string, args: readonly string[], options?: UntilOptions) => Promise<string>;
}

/** Runs Fabric's command-line programs. */
export class FabricCommands implements Commands {
  readonly #env: NodeJS.ProcessEnv;
  readonly #home: string;
  readonly #signal: AbortSignal;

  constructor({ env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal }) {
    this.#env = env;
    this.#home = env['FABRIC_HOME'] ?? '';
    this.#signal = signal;
  }

  /** Folder with the release's settings. */
  get config(): string {
    return join(this.#home, 'config');
  }

  path(name: string): string {
    return join(this.#home, 'bin', name);
  }

  /** @returns what it printed */
  async run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { code, output } = await this.#once(program, args, env);
    if (code === 0) return output;
    throw failed([program, ...args], output);
  }

  /**
   * Retries the command until its output shows success.
   * @returns what it printed at last
   */
  async until(
    program: string,
    args: readonly string[],
    { env = {}, worked = ({ code }) => code === 0 }: UntilOptions = {},
  ): Promise<string> {
    const once = () => this.#once(program, args, env);
    return untilWorked({ once, worked, signal: this.#signal, what: [program, ...args] });
  }

  async #once(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
    this.#signal.throwIfAborted();
    const all = { ...this.#env, ...env };
    const { code, stdout, stderr } = await run(this.path(program), args, { env: all, output: 'capture' });
    return { code, output: `${stdout}${stderr}` };
  }
}

interface Retried extends Required<Pick<UntilOptions, 'worked'>> {
  readonly once: () => Promise<CommandResult>;
  readonly signal: AbortSignal;
  /** The program and its arguments. */
  readonly what: readonly string[];
}

/** Repeats a command until it succeeds. Resolves to its last output. */
export async function untilWorked({ once, worked, signal, what }: Retried): Promise<string> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const result = await once();
    if (worked(result)) return result.output;
    if (Date.now() > end) throw failed(what, result.output);
    await delay(AGAIN_MS, undefined, { signal });
  }
}

export function failed(what: readonly string[], output: string): ToolError {
  return new ToolError(
    `${what.join(' ')} failed:\n${output.trim().split('\n').slice(-8).join('\n')}`,
    'Run it by hand with the same settings to debug it.',
  );
}

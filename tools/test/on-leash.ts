import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';

interface LeashOptions {
  readonly cwd: string;
  readonly minutes: number;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** The file that a test runner writes after its last test. */
  readonly report?: string;
}

/**
 * Runs a command that ends with all its descendants: at its time limit, when the signal is aborted, and when this
 * process is killed.
 * @returns the exit code; 124 past the limit
 */
export async function onLeash(
  command: string,
  args: readonly string[],
  { cwd, minutes, env, signal, report = '-' }: LeashOptions,
): Promise<number> {
  const leash = fromRoot('tools', 'test', 'leash.ts');
  const { code } = await run(process.execPath, [leash, String(minutes), report, command, ...args], {
    cwd,
    env,
    signal,
  });
  return code;
}

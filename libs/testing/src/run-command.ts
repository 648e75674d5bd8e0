import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A command that a test needs has failed; the message contains its output. */
export class CommandFailedError extends Error {
  readonly code = 'command_failed';
  readonly retryable = false;
  readonly remedy = 'Install what its output names, or let `npm test -- --setup` do it.';

  constructor(command: string, output: string, cause: unknown) {
    super(`${command} failed: ${output}`, { cause });
    this.name = 'CommandFailedError';
  }
}

/**
 * Runs a command to its end. Scripts write errors to either stream, so an error contains both.
 * @param env variables in addition to this process's own
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    return (await run(program, args, { env: { ...process.env, ...env } })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new CommandFailedError(program, `${stdout}\n${stderr}`.trim() || message, error);
  }
}

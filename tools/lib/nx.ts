import { availableParallelism } from 'node:os';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';

/** No daemon, no cloud, no full-screen output: the same output on a terminal and in CI. */
export const NX_SETTINGS = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };

/**
 * Runs one Nx target in every project that has it, or in those named by `--project NAME`.
 * @returns the exit code
 */
export async function runTarget(target: string, args: readonly string[]): Promise<number> {
  const { command, args: nx, env } = targetCommand(target, args);
  const { code } = await run(command, nx, { cwd: ROOT, env });
  return code;
}

/** The command that runs one Nx target, for use in the repository's folder. */
export function targetCommand(
  target: string,
  args: readonly string[],
  { env = process.env, projects = [] }: { env?: NodeJS.ProcessEnv; projects?: readonly string[] } = {},
) {
  const only = projects.length > 0 ? [`--projects=${projects.join(',')}`] : [];
  const parallel = `--parallel=${Math.min(availableParallelism(), 4)}`;
  return {
    command: 'nx',
    args: ['run-many', '-t', target, parallel, ...only, ...asProjects(args)],
    env: { ...env, ...NX_SETTINGS },
  };
}

/** Nx names the option `--projects`; users type `--project`. */
function asProjects(args: readonly string[]) {
  return args.map((arg) => (arg === '--project' ? '--projects' : arg.replace(/^--project=/, '--projects=')));
}

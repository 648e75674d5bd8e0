import { availableParallelism } from 'node:os';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';

/** No daemon, no cloud, no full-screen output: the same output on a terminal and in CI. */
export const NX_SETTINGS = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };

/**
 * Runs one Nx target in every project that has it, or in those named by `--project NAME`.
 * @param {string} target
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runTarget(target, args) {
  const { command, args: nx, env } = targetCommand(target, args);
  const { code } = await run(command, nx, { cwd: ROOT, env });
  return code;
}

/**
 * The command that runs one Nx target, for use in the repository's folder.
 * @param {string} target
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, projects?: readonly string[] }} [options]
 */
export function targetCommand(target, args, { env = process.env, projects = [] } = {}) {
  const only = projects.length > 0 ? [`--projects=${projects.join(',')}`] : [];
  const parallel = `--parallel=${Math.min(availableParallelism(), 4)}`;
  return {
    command: 'nx',
    args: ['run-many', '-t', target, parallel, ...only, ...asProjects(args)],
    env: { ...env, ...NX_SETTINGS },
  };
}

/**
 * Nx names the option `--projects`; users type `--project`.
 * @param {readonly string[]} args
 */
function asProjects(args) {
  return args.map((arg) => (arg === '--project' ? '--projects' : arg.replace(/^--project=/, '--projects=')));
}

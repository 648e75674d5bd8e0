import { runTarget } from '../lib/nx.ts';
import { ROOT } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';

export const build = (args: readonly string[]) => runTarget('build', args);

export const lint = (args: readonly string[]) => runTarget('lint', args);

export const typecheck = (args: readonly string[]) => runTarget('typecheck', args);

/** @param args paths; default: the whole repository */
export const format = (args: readonly string[]) => prettier(['--write', '--log-level', 'warn'], args);

/** @param args paths; default: the whole repository */
export const formatCheck = (args: readonly string[]) => prettier(['--check', '--log-level', 'warn'], args);

async function prettier(options: readonly string[], paths: readonly string[]) {
  const { code } = await run('prettier', [...options, ...(paths.length > 0 ? paths : ['.'])], { cwd: ROOT });
  return code;
}

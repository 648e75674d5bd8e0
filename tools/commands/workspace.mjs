import { ROOT } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { runTarget } from '../lib/nx.mjs';

/** @param {readonly string[]} args */
export const build = (args) => runTarget('build', args);

/** @param {readonly string[]} args */
export const lint = (args) => runTarget('lint', args);

/** @param {readonly string[]} args */
export const typecheck = (args) => runTarget('typecheck', args);

/** @param {readonly string[]} args paths; default: the whole repository */
export const format = (args) => prettier(['--write', '--log-level', 'warn'], args);

/** @param {readonly string[]} args paths; default: the whole repository */
export const formatCheck = (args) => prettier(['--check', '--log-level', 'warn'], args);

/**
 * @param {readonly string[]} options
 * @param {readonly string[]} paths
 */
async function prettier(options, paths) {
  const { code } = await run('prettier', [...options, ...(paths.length > 0 ? paths : ['.'])], { cwd: ROOT });
  return code;
}

import { delimiter } from 'node:path';
import { ensureKubectl } from '../../cluster/binaries.mjs';
import { run, which } from '../../lib/run.mjs';
import { ToolError } from '../../lib/say.mjs';

/**
 * Queries a cluster directly with kubectl, either this machine's or one that is built for it.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} what it printed
 */
export async function kubectl(args, env) {
  const path = which('kubectl', env) ? env['PATH'] : [env['PATH'], await ensureKubectl()].join(delimiter);
  const { code, stdout, stderr } = await run('kubectl', args, { env: { ...env, PATH: path }, output: 'capture' });
  if (code === 0) return stdout;
  throw new ToolError(`kubectl ${args.join(' ')} failed: ${stderr.trim()}`, 'Check KUBECONFIG and the cluster.');
}

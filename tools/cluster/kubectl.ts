import { delimiter } from 'node:path';
import { mustRun, which, type RunOptions } from '../lib/run.mjs';
import { ensureKubectl } from './binaries.ts';

/** `env` names the cluster with KUBECONFIG and has kubectl in its PATH. */
export type KubectlOptions = Pick<RunOptions, 'env' | 'input' | 'signal'>;

/** Runs kubectl. Resolves to its standard output. */
export function kubectl(args: readonly string[], options: KubectlOptions): Promise<string> {
  return mustRun('kubectl', args, { ...options, remedy: 'Check KUBECONFIG and the cluster.' });
}

/** The environment with kubectl in its PATH: the one of the machine, or one that is built. */
export async function withKubectl(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  if (which('kubectl', env)) return env;
  return { ...env, PATH: [env['PATH'], await ensureKubectl()].join(delimiter) };
}

import { StoppedError, withTestCluster } from '../cluster/test-cluster.ts';
import { ToolError, say } from '../lib/say.mjs';
import { buildIfChanged } from '../start/open.ts';
import { allProjects, filesOf, type Project } from './projects.ts';
import { jestFolder, oneAfterTheOther } from './runs.ts';
import { together } from './side-by-side.ts';
import type { StageInput } from './stages.ts';
import type { Part } from './tally.ts';

/**
 * Runs on the cluster that KUBECONFIG names, or on temporary ones. The specs of the tools have one lane; those of the
 * products have the other, and after them the tests of the built programs.
 */
export async function k8sParts(input: StageInput): Promise<Part[]> {
  const { projects } = input;
  if (!projects.some((project) => filesOf(project, 'k8s').length > 0)) return [];
  const isWhole = projects.length === allProjects().length;
  if (isWhole) await buildIfChanged();
  return onCluster(input, (env) => {
    const onIt = { ...input, env };
    const tools = oneAfterTheOther({ ...onIt, projects: projects.filter(isOfTools) }, 'k8s').finally(input.quiet);
    const products = oneAfterTheOther({ ...onIt, projects: projects.filter((project) => !isOfTools(project)) }, 'k8s');
    return together([tools, isWhole ? products.then((parts) => withPrograms(parts, input, env)) : products]);
  });
}

const isOfTools = ({ name }: Project) => name === 'tools';

/** @param env of the cluster */
async function withPrograms(parts: Part[], input: StageInput, env: NodeJS.ProcessEnv) {
  if (input.signal.aborted) return parts;
  const onIt = { ...input, env };
  return [...parts, ...(await together([workerKilled(onIt), consoleOnCluster(onIt), outages(input)]))];
}

async function onCluster({ env }: StageInput, work: (env: NodeJS.ProcessEnv) => Promise<Part[]>): Promise<Part[]> {
  const parts: Part[] = [];
  try {
    await withTestCluster(env, async (onIt) => {
      parts.push(...(await work(onIt)));
    });
  } catch (error) {
    if (!(error instanceof Error) || error instanceof StoppedError) throw error;
    const failure = `cluster: ${error.message}${error instanceof ToolError ? ` ${error.remedy}` : ''}`;
    parts.push({ name: 'cluster', tally: { passed: 0, failed: 1, skipped: 0 }, failures: [failure] });
  }
  return parts;
}

const FAULTS = { folder: 'tools/faults', config: 'jest.cluster.config.cjs' };
const OUTAGES = 'api-server-away';

/** Kills the worker while operations run on a cluster. */
function workerKilled({ env, signal }: StageInput) {
  return jestFolder({ ...FAULTS, name: 'faults (k8s)', env, signal, options: ['--testPathIgnorePatterns', OUTAGES] });
}

/**
 * Stops the API server while operations run, which tests can do only on a cluster of their own. After an outage its
 * parts wait for up to a minute and a half.
 */
async function outages(input: StageInput) {
  const name = 'outages (k8s)';
  const { KUBECONFIG: given, ...env } = input.env;
  // A cluster of tools/cluster shows that this machine can have another one.
  if (given && !env['HEDDLE_TEST_CLUSTER_STATE']) {
    say(`Not run: ${OUTAGES}, because the API server of the KUBECONFIG cluster must not be stopped. Unset KUBECONFIG.`);
    return [{ name, tally: { passed: 0, failed: 0, skipped: 1 }, failures: [] }];
  }
  const { signal } = input;
  return onCluster({ ...input, env }, (onIt) => jestFolder({ ...FAULTS, name, env: onIt, signal, options: [OUTAGES] }));
}

/** The console's pages of clusters, with a real one registered. */
function consoleOnCluster({ env, signal }: StageInput) {
  return jestFolder({ name: 'console (k8s)', folder: 'apps/web/e2e', env, signal, config: 'jest.k8s.config.cjs' });
}

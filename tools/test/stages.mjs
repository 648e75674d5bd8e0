import { existsSync } from 'node:fs';
import { bareMachine } from '../bare/bare-machine.mjs';
import { ensurePackages } from '../cluster/packages.mjs';
import { StoppedError, withTestCluster } from '../cluster/test-cluster.mjs';
import { ensureEngine } from '../containers/engine.mjs';
import { ensureDebootstrap } from '../debian/debian-root.mjs';
import { fuzzParts } from '../fuzz/fuzz.mjs';
import { ROOT, fromRoot } from '../lib/root.mjs';
import { targetCommand } from '../lib/nx.mjs';
import { run } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { buildIfChanged } from '../start/open.mjs';
import { onLeash } from './on-leash.mjs';
import { allProjects, clearReport, filesOf, loadReport, reportPath } from './projects.mjs';
import { conformanceParts } from './conformance.mjs';
import { sampleParts } from './samples.mjs';
import { together } from './side-by-side.mjs';
import { readReport } from './tally.mjs';

/**
 * @typedef {object} StageInput
 * @property {readonly import('./projects.mjs').Project[]} projects
 * @property {readonly string[]} options passed on to the projects' runners
 * @property {NodeJS.ProcessEnv} env
 * @property {AbortSignal} signal aborted when the run is asked to end
 * @property {() => void} [quiet] called when the stage mostly waits from now on
 *
 * @typedef {object} TestStage
 * @property {string} name
 * @property {string} title
 * @property {boolean} byProject whether `--project` can narrow it
 * @property {string} [beside] an earlier stage; this one starts when that one is quiet
 * @property {readonly import('../setup/index.mjs').Need[]} needs programs that must be installed
 * @property {() => Promise<unknown>} [setUp] installs and checks programs that only this stage needs
 * @property {(input: StageInput) => Promise<import('./tally.mjs').Part[]>} run
 */

/** @type {readonly TestStage[]} */
export const STAGES = [
  { name: 'fast', title: 'Unit tests of every project', byProject: true, needs: [], run: fast },
  {
    name: 'samples',
    title: 'Sample chaincodes',
    byProject: false,
    needs: ['go'],
    run: ({ env, signal }) => sampleParts(env, signal),
  },
  {
    name: 'live',
    title: 'Tests on real nodes and servers',
    byProject: true,
    needs: ['redis', 'sandbox', 'mariadb', 'go', 'java', 'fabric-tools'],
    run: live,
  },
  {
    name: 'fuzz',
    title: 'Generated requests to every route of the API',
    byProject: false,
    needs: ['redis', 'sandbox', 'go', 'fabric', 'schemathesis'],
    run: fuzz,
  },
  {
    name: 'k8s',
    title: 'Tests on a real Kubernetes',
    byProject: true,
    needs: ['redis', 'go', 'java', 'fabric-tools', 'chromium', 'haproxy'],
    setUp: ensurePackages,
    run: k8s,
  },
  {
    name: 'bare',
    title: 'The first commands on a bare machine',
    byProject: false,
    beside: 'k8s',
    needs: [],
    setUp: ensureDebootstrap,
    run: bareMachine,
  },
  {
    name: 'containers',
    title: 'Heddle’s own images, run with Compose',
    byProject: false,
    needs: ['fabric', 'chromium'],
    setUp: ensureEngine,
    run: (input) => oneAfterTheOther(input, 'containers'),
  },
  {
    name: 'e2e',
    title: 'The console in Chromium',
    byProject: false,
    needs: ['redis', 'sandbox', 'go', 'fabric-tools', 'chromium'],
    run: endToEnd,
  },
  {
    name: 'conformance',
    title: 'Sample chaincodes of every shape, deployed and called',
    byProject: false,
    needs: ['redis', 'sandbox', 'go', 'java', 'fabric-tools'],
    run: ({ env }) => conformanceParts(env),
  },
  {
    name: 'faults',
    title: 'Processes killed at every step',
    byProject: false,
    needs: ['redis', 'sandbox', 'go', 'fabric-tools'],
    run: faults,
  },
];

/** @param {StageInput} input */
async function fast({ projects, options, env, signal }) {
  const present = projects.filter((project) => filesOf(project, 'fast').length > 0);
  for (const { name } of present) clearReport(reportPath(name, 'fast'));
  if (present.length > 0) {
    const nx = targetCommand('test', options, { env, projects: present.map(({ name }) => name) });
    await onLeash(nx.command, nx.args, { cwd: ROOT, minutes: 40, env: nx.env, signal });
  }
  return present.map((project) => part(project, 'fast'));
}

/** @param {StageInput} input */
async function live(input) {
  return oneAfterTheOther(input, 'live');
}

/**
 * Requests that schemathesis generates from the OpenAPI document; `npm run test:fuzz -- --long` sends more.
 * @param {StageInput} input
 */
async function fuzz({ env, signal }) {
  await buildIfChanged();
  return fuzzParts({ env, signal, long: env['HEDDLE_FUZZ_LONG'] === '1' });
}

/**
 * On the cluster that KUBECONFIG names, or on a temporary one.
 * @param {StageInput} input
 */
async function k8s(input) {
  const projects = input.projects.filter((project) => filesOf(project, 'k8s').length > 0);
  if (projects.length === 0) return [];
  /** @type {import('./tally.mjs').Part[]} */
  const parts = [];
  try {
    await withTestCluster(input.env, async (env) => {
      const onCluster = { ...input, projects, env };
      const lanes = [projects.filter(isOfTools), projects.filter((project) => !isOfTools(project))];
      const specs = lanes.map((lane) => oneAfterTheOther({ ...onCluster, projects: lane }, 'k8s'));
      parts.push(...(await together(specs)));
      if (input.projects.length !== allProjects().length) return;
      input.quiet?.();
      if (!input.signal.aborted) parts.push(...(await clusterFaults(onCluster)));
      if (!input.signal.aborted) parts.push(...(await consoleOnCluster(onCluster)));
    });
  } catch (error) {
    if (!(error instanceof Error) || error instanceof StoppedError) throw error;
    const failure = `cluster: ${error.message}${error instanceof ToolError ? ` ${error.remedy}` : ''}`;
    parts.push({ name: 'cluster', tally: { passed: 0, failed: 1, skipped: 0 }, failures: [failure] });
  }
  return parts;
}

/**
 * The specs of the tools have one lane, as they wait for images and whole chains; those of the products have the other.
 * @param {import('./projects.mjs').Project} project
 */
const isOfTools = ({ name }) => name === 'tools';

/**
 * @param {StageInput} input
 * @param {import('./spec-files.mjs').Stage} stage
 */
async function oneAfterTheOther({ projects, options, env, signal }, stage) {
  const parts = [];
  for (const project of projects.filter((candidate) => filesOf(candidate, stage).length > 0)) {
    if (signal.aborted) break;
    await run(process.execPath, [fromRoot('tools/test/run-project.mjs'), project.name, stage, ...options], {
      cwd: ROOT,
      env,
      signal,
    });
    parts.push(part(project, stage));
  }
  return parts;
}

/**
 * @param {import('./projects.mjs').Project} project
 * @param {import('./spec-files.mjs').Stage} stage
 */
function part(project, stage) {
  const report = loadReport(reportPath(project.name, stage));
  return readReport({ name: `${project.name} (${stage})`, report, files: filesOf(project, stage).length });
}

/**
 * The console's tests are in apps/web/e2e, with their own jest configuration.
 * @param {StageInput} input
 */
async function endToEnd({ env, signal }) {
  await buildIfChanged();
  return jestFolder({ name: 'console (e2e)', folder: 'apps/web/e2e', env, signal, files: 2 });
}

/**
 * The fault tests are in tools/faults, with their own jest configuration. They kill the programs as built.
 * @param {StageInput} input
 */
async function faults({ env, signal }) {
  await buildIfChanged();
  return jestFolder({ name: 'faults', folder: 'tools/faults', env, signal });
}

/** Stops the API server, which tests can do only on a cluster of tools/cluster. */
const OUTAGES = 'api-server-away.test.ts';

/**
 * Kills the worker and stops the API server while operations run on a cluster.
 * @param {StageInput} input
 */
async function clusterFaults({ env, signal }) {
  await buildIfChanged();
  const isOurs = Boolean(env['HEDDLE_TEST_CLUSTER_STATE']);
  const input = { folder: 'tools/faults', env, signal, config: 'jest.cluster.config.cjs' };
  if (isOurs) return jestFolder({ ...input, name: 'faults (k8s)', files: 2 });
  say(`Not run: ${OUTAGES}, because the API server of the KUBECONFIG cluster must not be stopped. Unset KUBECONFIG.`);
  const parts = await jestFolder({ ...input, name: 'faults (k8s)', options: ['--testPathIgnorePatterns', OUTAGES] });
  return [...parts, { name: `faults (k8s): ${OUTAGES}`, tally: { passed: 0, failed: 0, skipped: 1 }, failures: [] }];
}

/**
 * The console's pages of clusters, with a real one registered.
 * @param {StageInput} input
 */
async function consoleOnCluster({ env, signal }) {
  return jestFolder({ name: 'console (k8s)', folder: 'apps/web/e2e', env, signal, config: 'jest.k8s.config.cjs' });
}

/**
 * @param {{ name: string, folder: string, env: NodeJS.ProcessEnv, signal: AbortSignal, config?: string, files?: number, options?: readonly string[] }} run
 */
async function jestFolder({ name, folder, env, signal, config = 'jest.config.cjs', files = 1, options = [] }) {
  if (!existsSync(fromRoot(folder, config))) return [];
  const report = fromRoot('dist', 'test-results', `${folder.replaceAll('/', '-')}-${config}.json`);
  clearReport(report);
  const args = ['--config', config, '--runInBand', '--json', '--outputFile', report, ...options];
  await onLeash('jest', args, { cwd: fromRoot(folder), minutes: 40, env, signal, report });
  return [readReport({ name, report: loadReport(report), files })];
}

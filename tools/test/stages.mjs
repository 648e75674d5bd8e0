import { bareMachine } from '../bare/bare-machine.mjs';
import { ensurePackages } from '../cluster/packages.mjs';
import { ensureEngine } from '../containers/engine.mjs';
import { ensureDebootstrap } from '../debian/debian-root.mjs';
import { fuzzParts } from '../fuzz/fuzz.mjs';
import { ROOT } from '../lib/root.mjs';
import { targetCommand } from '../lib/nx.mjs';
import { buildIfChanged } from '../start/open.mjs';
import { conformanceParts } from './conformance.mjs';
import { k8sParts } from './k8s-parts.mjs';
import { onLeash } from './on-leash.mjs';
import { clearReport, filesOf, reportPath } from './projects.mjs';
import { jestFolder, oneAfterTheOther, projectPart } from './runs.mjs';
import { sampleParts } from './samples.mjs';

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
 * @property {string} [beside] an earlier stage; this one starts when that one is quiet, after others beside it
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
    run: k8sParts,
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
    name: 'faults',
    title: 'Processes killed at every step',
    byProject: false,
    needs: ['redis', 'sandbox', 'go', 'fabric-tools'],
    run: faults,
  },
  {
    name: 'e2e',
    title: 'The console in Chromium',
    byProject: false,
    beside: 'faults',
    needs: ['redis', 'sandbox', 'go', 'fabric-tools', 'chromium'],
    run: endToEnd,
  },
  {
    name: 'conformance',
    title: 'Sample chaincodes of every shape, deployed and called',
    byProject: false,
    beside: 'faults',
    needs: ['redis', 'sandbox', 'go', 'java', 'fabric-tools'],
    run: ({ env }) => conformanceParts(env),
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
  return present.map((project) => projectPart(project, 'fast'));
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
async function faults({ env, signal, quiet }) {
  await buildIfChanged();
  // Its processes mostly start and wait.
  quiet?.();
  return jestFolder({ name: 'faults', folder: 'tools/faults', env, signal });
}

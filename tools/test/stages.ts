import { bareMachine } from '../bare/bare-machine.ts';
import { ensurePackages } from '../cluster/packages.ts';
import { ensureEngine } from '../containers/engine.ts';
import { ensureDebootstrap } from '../debian/debian-root.ts';
import { fuzzParts } from '../fuzz/fuzz.ts';
import { targetCommand } from '../lib/nx.ts';
import { ROOT } from '../lib/root.mjs';
import type { Need } from '../setup/index.ts';
import { buildIfChanged } from '../start/open.ts';
import { conformanceParts } from './conformance.ts';
import { k8sParts } from './k8s-parts.ts';
import { onLeash } from './on-leash.ts';
import { clearReport, filesOf, reportPath, type Project } from './projects.ts';
import { jestFolder, oneAfterTheOther, projectPart } from './runs.ts';
import { sampleParts } from './samples.ts';
import type { Part } from './tally.ts';

export interface StageInput {
  readonly projects: readonly Project[];
  /** Passed on to the projects' runners. */
  readonly options: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Aborted when the run is asked to end. */
  readonly signal: AbortSignal;
  /** Called when the stage mostly waits from now on. */
  readonly quiet?: () => void;
}

export interface TestStage {
  readonly name: string;
  readonly title: string;
  /** Whether `--project` can narrow it. */
  readonly byProject: boolean;
  /** An earlier stage; this one starts when that one is quiet, after others beside it. */
  readonly beside?: string;
  /** Programs that must be installed. */
  readonly needs: readonly Need[];
  /** Installs and checks programs that only this stage needs. */
  readonly setUp?: () => Promise<unknown>;
  readonly run: (input: StageInput) => Promise<Part[]>;
}

export const STAGES: readonly TestStage[] = [
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

async function fast({ projects, options, env, signal }: StageInput) {
  const present = projects.filter((project) => filesOf(project, 'fast').length > 0);
  for (const { name } of present) clearReport(reportPath(name, 'fast'));
  if (present.length > 0) {
    const nx = targetCommand('test', options, { env, projects: present.map(({ name }) => name) });
    await onLeash(nx.command, nx.args, { cwd: ROOT, minutes: 40, env: nx.env, signal });
  }
  return present.map((project) => projectPart(project, 'fast'));
}

async function live(input: StageInput) {
  return oneAfterTheOther(input, 'live');
}

/** Requests that schemathesis generates from the OpenAPI document; `npm run test:fuzz -- --long` sends more. */
async function fuzz({ env, signal }: StageInput) {
  await buildIfChanged();
  return fuzzParts({ env, signal, long: env['HEDDLE_FUZZ_LONG'] === '1' });
}

/** The console's tests are in apps/web/e2e, with their own jest configuration. */
async function endToEnd({ env, signal }: StageInput) {
  await buildIfChanged();
  return jestFolder({ name: 'console (e2e)', folder: 'apps/web/e2e', env, signal, files: 2 });
}

/** The fault tests are in tools/faults, with their own jest configuration. They kill the programs as built. */
async function faults({ env, signal, quiet }: StageInput) {
  await buildIfChanged();
  // Its processes mostly start and wait.
  quiet?.();
  return jestFolder({ name: 'faults', folder: 'tools/faults', env, signal });
}

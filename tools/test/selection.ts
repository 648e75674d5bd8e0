import { say, ToolError } from '../lib/say.mjs';
import { affectedProjects, changedFiles, projectGraph } from './changed.ts';
import { allProjects, type Project } from './projects.ts';
import { STAGES, type TestStage } from './stages.ts';

/** The stages that `--changed` runs by default: those without a cluster. */
const CHANGED_STAGES = ['fast', 'live'];

/** The options of `npm test` that choose what runs. */
interface Wanted {
  /** The commit that `--changed` compares with. */
  readonly base?: string;
  readonly changed?: boolean;
  readonly fast?: boolean;
  readonly project?: string[];
  readonly stage?: string[];
}

interface Selection {
  readonly projects: Project[];
  readonly stages: readonly TestStage[];
  /** Whether the run stops after a project that failed. */
  readonly stopsAtFailure: boolean;
}

export async function select({
  base = 'HEAD',
  changed = false,
  fast = false,
  project,
  stage,
}: Wanted): Promise<Selection> {
  const named = fast ? ['fast'] : stage;
  if (!changed) {
    const stages = selectStages(named ?? [], project !== undefined);
    return { projects: selectProjects(project ?? []), stages, stopsAtFailure: false };
  }
  if (project !== undefined) throw new ToolError('--changed selects the projects itself.', 'Omit --project.');
  const stages = selectStages(named ?? CHANGED_STAGES, true);
  const projects = await selectChanged(base);
  say(`Not selected; run them with --stage: ${listed(STAGES.filter((one) => !stages.includes(one)))}.`);
  return { projects, stages, stopsAtFailure: true };
}

async function selectChanged(base: string) {
  const [files, graph] = await Promise.all([changedFiles(base), projectGraph()]);
  const affected = affectedProjects(files, graph);
  const [projects, others] = partition(allProjects(), ({ name }) => affected.has(name));
  say(`${files.length} files differ from ${base}. They can break: ${listed(projects)}.`);
  if (others.length > 0) say(`Not affected: ${listed(others)}.`);
  return projects;
}

const listed = (named: readonly { name: string }[]) => named.map(({ name }) => name).join(', ') || 'nothing';

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

function selectProjects(names: readonly string[]) {
  const all = allProjects();
  const unknown = names.find((name) => all.every((project) => project.name !== name));
  if (unknown !== undefined) {
    throw new ToolError(
      `The project ${unknown} does not exist.`,
      `Projects: ${all.map(({ name }) => name).join(', ')}`,
    );
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

/** @param byProject only the stages that consist of projects' specs */
function selectStages(names: readonly string[], byProject: boolean) {
  const unknown = names.find((name) => STAGES.every((stage) => stage.name !== name));
  if (unknown !== undefined) {
    throw new ToolError(
      `The test stage ${unknown} does not exist.`,
      `Stages: ${STAGES.map(({ name }) => name).join(', ')}`,
    );
  }
  const chosen = names.length === 0 ? STAGES : STAGES.filter(({ name }) => names.includes(name));
  return byProject ? chosen.filter((stage) => stage.byProject) : chosen;
}

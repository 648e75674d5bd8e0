import { say, ToolError } from '../lib/say.mjs';
import { affectedProjects, changedFiles, projectGraph } from './changed.mjs';
import { allProjects } from './projects.mjs';
import { STAGES } from './stages.mjs';

/** The stages that `--changed` runs by default: those without a cluster. */
const CHANGED_STAGES = ['fast', 'live'];

/**
 * @typedef {import('./stages.mjs').TestStage} TestStage
 *
 * @typedef {object} Wanted the options of `npm test` that choose what runs
 * @property {string} [base] the commit that `--changed` compares with
 * @property {boolean} [changed]
 * @property {boolean} [fast]
 * @property {string[]} [project]
 * @property {string[]} [stage]
 *
 * @typedef {object} Selection
 * @property {import('./projects.mjs').Project[]} projects
 * @property {readonly TestStage[]} stages
 * @property {boolean} stopsAtFailure whether the run stops after a project that failed
 */

/**
 * @param {Wanted} wanted
 * @returns {Promise<Selection>}
 */
export async function select({ base = 'HEAD', changed = false, fast = false, project, stage }) {
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

/** @param {string} base */
async function selectChanged(base) {
  const [files, graph] = await Promise.all([changedFiles(base), projectGraph()]);
  const affected = affectedProjects(files, graph);
  const [projects, others] = partition(allProjects(), ({ name }) => affected.has(name));
  say(`${files.length} files differ from ${base}. They can break: ${listed(projects)}.`);
  if (others.length > 0) say(`Not affected: ${listed(others)}.`);
  return projects;
}

/** @param {readonly { name: string }[]} named */
const listed = (named) => named.map(({ name }) => name).join(', ') || 'nothing';

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {(item: Item) => boolean} isFirst
 * @returns {[Item[], Item[]]}
 */
function partition(items, isFirst) {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** @param {readonly string[]} names */
function selectProjects(names) {
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

/**
 * @param {readonly string[]} names
 * @param {boolean} byProject only the stages that consist of projects' specs
 */
function selectStages(names, byProject) {
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

import { parseArgs } from 'node:util';
import { endTree, marked } from '../lib/process-tree.mjs';
import { say, ToolError } from '../lib/say.mjs';
import { prepare } from '../setup/index.mjs';
import { whenAskedToStop } from '../start/signals.mjs';
import { allProjects } from '../test/projects.mjs';
import { STAGES } from '../test/stages.mjs';
import { addUp, exitCode, totalLine } from '../test/tally.mjs';

/** How long what a run has started may take to end when the run is asked to. */
const GRACE_MS = 20_000;
/** As shells say of a command that Ctrl-C has ended. */
const ENDED = 130;

/**
 * @typedef {import('../test/stages.mjs').TestStage} TestStage
 * @typedef {import('../test/stages.mjs').StageInput} StageInput
 */

/**
 * Runs every stage of the tests one after the other, whatever fails, and closes with the total. `--setup` only installs
 * and checks what the stages need.
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export async function test(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      fast: { type: 'boolean' },
      setup: { type: 'boolean' },
      project: { type: 'string', multiple: true },
      stage: { type: 'string', multiple: true },
    },
  });
  const projects = selectProjects(values.project ?? []);
  const stages = selectStages(values.fast ? ['fast'] : (values.stage ?? []), values.project !== undefined);
  const run = marked(process.env);
  Object.assign(process.env, run.env);
  const asked = whenAskedToStop();
  try {
    const env = await prepare(stages.flatMap(({ needs }) => needs));
    for (const stage of stages) if (!asked.signal.aborted) await stage.setUp?.();
    if (values.setup) return setUpDone(stages);
    const input = { projects, options: positionals, env, signal: asked.signal };
    const parts = await runStages(stages, input);
    return asked.signal.aborted ? ENDED : summary(parts);
  } finally {
    if (asked.signal.aborted) {
      say('The run was asked to end: ending what it has started');
      await endTree({ marker: run.marker }, GRACE_MS);
    }
    asked.forget();
  }
}

/** @param {readonly TestStage[]} stages */
function setUpDone(stages) {
  say(`Set-up: everything that these stages need is here and works: ${stages.map(({ name }) => name).join(', ')}`);
  return 0;
}

/**
 * @param {readonly TestStage[]} stages
 * @param {StageInput} input
 */
async function runStages(stages, input) {
  const parts = [];
  for (const stage of stages) {
    if (input.signal.aborted) break;
    say(`\n== ${stage.title}`);
    parts.push(...(await stage.run(input)));
  }
  return parts;
}

/** @param {readonly import('../test/tally.mjs').Part[]} parts */
function summary(parts) {
  say('');
  for (const { name, tally } of parts) say(`${name.padEnd(28)}${totalLine(tally)}`);
  const failures = parts.flatMap((part) => part.failures);
  if (failures.length > 0) say(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
  const total = addUp(parts);
  say(`\n${totalLine(total)}`);
  return exitCode(total);
}

/** @param {readonly string[]} names */
function selectProjects(names) {
  const all = allProjects();
  const unknown = names.find((name) => all.every((project) => project.name !== name));
  if (unknown !== undefined) {
    throw new ToolError(`There is no project named ${unknown}.`, `Projects: ${all.map(({ name }) => name).join(', ')}`);
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

/**
 * @param {readonly string[]} names
 * @param {boolean} byProject only the stages that are made of projects' own specs
 */
function selectStages(names, byProject) {
  const unknown = names.find((name) => STAGES.every((stage) => stage.name !== name));
  if (unknown !== undefined) {
    throw new ToolError(
      `There is no test stage named ${unknown}.`,
      `Stages: ${STAGES.map(({ name }) => name).join(', ')}`,
    );
  }
  const chosen = names.length === 0 ? STAGES : STAGES.filter(({ name }) => names.includes(name));
  return byProject ? chosen.filter((stage) => stage.byProject) : chosen;
}

import { parseArgs } from 'node:util';
import { say, ToolError } from '../lib/say.mjs';
import { prepare } from '../setup/index.mjs';
import { allProjects } from '../test/projects.mjs';
import { STAGES } from '../test/stages.mjs';
import { addUp, exitCode, totalLine } from '../test/tally.mjs';

/**
 * Runs every stage of the tests one after the other, whatever fails, and closes with the total.
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export async function test(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      fast: { type: 'boolean' },
      project: { type: 'string', multiple: true },
      stage: { type: 'string', multiple: true },
    },
  });
  const projects = selectProjects(values.project ?? []);
  const stages = selectStages(values.fast ? ['fast'] : (values.stage ?? []), values.project !== undefined);
  const env = await prepare(stages.flatMap(({ needs }) => needs));
  const parts = [];
  for (const stage of stages) {
    say(`\n== ${stage.title}`);
    parts.push(...(await stage.run({ projects, options: positionals, env })));
  }
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

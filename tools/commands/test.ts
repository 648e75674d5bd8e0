import { parseArgs } from 'node:util';
import { endTree, marked } from '../lib/process-tree.ts';
import { say } from '../lib/say.mjs';
import { prepare } from '../setup/index.ts';
import { whenAskedToStop } from '../start/signals.ts';
import { select } from '../test/selection.ts';
import { runGroup, sideBySide } from '../test/side-by-side.ts';
import type { TestStage, StageInput } from '../test/stages.ts';
import { addUp, exitCode, slowest, totalLine, type Part } from '../test/tally.ts';

/** Time for the processes of a run to end when the run is asked to stop. */
const GRACE_MS = 20_000;
/** Number of slowest files listed at the end. */
const LISTED = 10;
/** The shell convention for a command that Ctrl-C ended. */
const ENDED = 130;

/**
 * Runs all test stages, even after failures, and prints the totals. Stages run one after the other, except those that
 * run beside another stage. `--setup` only installs and checks what the stages need. `--changed` runs the fast and live
 * specs of the projects that the changes since `--base` (default HEAD) can break, one project after the other, and
 * stops after the first project that fails.
 */
export async function test(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      base: { type: 'string', default: 'HEAD' },
      changed: { type: 'boolean' },
      fast: { type: 'boolean' },
      setup: { type: 'boolean' },
      project: { type: 'string', multiple: true },
      stage: { type: 'string', multiple: true },
    },
  });
  const { projects, stages, stopsAtFailure } = await select(values);
  if (projects.length === 0) return nothingToRun();
  const run = marked(process.env);
  Object.assign(process.env, run.env);
  const asked = whenAskedToStop();
  try {
    const env = await prepare(stages.flatMap(({ needs }) => needs));
    for (const stage of stages) if (!asked.signal.aborted) await stage.setUp?.();
    if (values.setup) return setUpDone(stages);
    const input = { projects, options: positionals, env, signal: asked.signal };
    const parts = stopsAtFailure ? await untilOneFails(stages, input) : await runStages(stages, input);
    return asked.signal.aborted ? ENDED : summary(parts);
  } finally {
    if (asked.signal.aborted) {
      say('Stopping: ending the processes of this run');
      await endTree({ marker: run.marker }, GRACE_MS);
    }
    asked.forget();
  }
}

function setUpDone(stages: readonly TestStage[]) {
  say(`Set-up: everything that these stages need is installed and works: ${stages.map(({ name }) => name).join(', ')}`);
  return 0;
}

async function runStages(stages: readonly TestStage[], input: StageInput) {
  const parts = [];
  for (const group of sideBySide(stages)) {
    if (input.signal.aborted) break;
    parts.push(...(await runGroup(group, (stage, quiet) => runStage(stage, { ...input, quiet }))));
  }
  return parts;
}

async function runStage(stage: TestStage, input: StageInput) {
  if (input.signal.aborted) return [];
  say(`\n== ${stage.title}`);
  const begun = performance.now();
  const parts = await stage.run(input);
  say(`-- ${stage.title}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return parts;
}

/**
 * Runs one project after the other, so that a failure is printed when it happens, and stops at the first one that
 * fails.
 */
async function untilOneFails(stages: readonly TestStage[], input: StageInput) {
  const parts = [];
  for (const stage of stages) {
    for (const project of input.projects) {
      const done = await runStages([stage], { ...input, projects: [project] });
      parts.push(...done);
      if (done.some(({ tally }) => tally.failed > 0)) {
        say(`\nStopped at the first project that failed: ${project.name}. The remaining projects were not run.`);
        return parts;
      }
    }
  }
  return parts;
}

function summary(parts: readonly Part[]) {
  say('');
  for (const { name, tally } of parts) say(`${name.padEnd(28)}${totalLine(tally)}`);
  const slow = slowest(parts, LISTED);
  if (slow.length > 0)
    say(
      `\nSlowest files:\n${slow.map(({ name, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${name}`).join('\n')}`,
    );
  const failures = parts.flatMap((part) => part.failures);
  if (failures.length > 0) say(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
  const total = addUp(parts);
  say(`\n${totalLine(total)}`);
  return exitCode(total);
}

/** Nothing to run is not a failure: no spec depends on the changes. */
function nothingToRun() {
  say('There is nothing to run.');
  return 0;
}

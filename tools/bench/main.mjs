/**
 * node tools/bench/main.mjs [NAME... | all] [--rounds N] [--as-built]
 *
 * Measures Heddle against its baselines and writes tools/bench/results/NAME.json. Without a name it lists the benchmarks.
 * `--as-built` measures the last build even if sources have changed since.
 */
import { parseArgs } from 'node:util';
import { ToolError, say } from '../lib/say.mjs';
import { buildIfChanged } from '../start/open.mjs';
import { whenAskedToStop } from '../start/signals.mjs';
import { BENCHMARKS } from './benchmarks/index.mjs';
import { machineBefore } from './lib/machine.mjs';
import { report } from './lib/result.mjs';

/** Limit for one benchmark. Building a cluster for the first time takes ten minutes of it. */
const LIMIT_MS = 30 * 60_000;

/** @param {readonly string[]} argv */
async function main(argv) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { rounds: { type: 'string' }, 'as-built': { type: 'boolean' } },
  });
  if (positionals.length === 0) {
    say('npm run bench -- NAME [--rounds N] [--as-built], or `all`:');
    for (const { name, summary } of BENCHMARKS) say(`  ${name.padEnd(20)}${summary}`);
    return;
  }
  const chosen = choose(positionals);
  if (chosen.some(({ product }) => product) && !values['as-built']) await buildIfChanged();
  const asked = whenAskedToStop();
  const tables = [];
  try {
    for (const benchmark of chosen)
      tables.push(await measure(benchmark, { rounds: values.rounds, asked: asked.signal }));
  } finally {
    asked.forget();
  }
  say(`\n${tables.join('\n\n')}`);
}

/** @param {readonly string[]} names */
function choose(names) {
  if (names.includes('all')) return BENCHMARKS;
  const unknown = names.find((name) => BENCHMARKS.every((benchmark) => benchmark.name !== name));
  if (unknown === undefined) return BENCHMARKS.filter(({ name }) => names.includes(name));
  const known = BENCHMARKS.map(({ name }) => name).join(', ');
  throw new ToolError(`There is no benchmark named ${unknown}.`, `Benchmarks: ${known}, or all.`);
}

/**
 * @param {import('./benchmarks/index.mjs').Benchmark} benchmark
 * @param {{ rounds: string | undefined, asked: AbortSignal }} options
 */
async function measure({ name, rounds: usual, load }, { rounds, asked }) {
  say(`\n== ${name}`);
  const signal = AbortSignal.any([asked, AbortSignal.timeout(LIMIT_MS)]);
  const count = rounds === undefined ? usual : Math.max(1, Number(rounds) || usual);
  const run = await load();
  const machineAfter = machineBefore();
  const outcome = await run({ env: process.env, rounds: count, signal, print: say });
  return (await report(name, outcome, machineAfter())).table;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ToolError)) throw error;
  process.stderr.write(`Error: ${error.message}\n${error.remedy}\n`);
  process.exitCode = 1;
}

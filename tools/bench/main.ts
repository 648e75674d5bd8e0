/**
 * npm run bench -- [NAME... | all] [--rounds N] [--blocks N] [--as-built]
 *
 * Measures Heddle against its baselines and writes tools/bench/results/NAME.json. Without a name it lists the benchmarks.
 * `--as-built` measures the last build even if sources have changed since.
 */
import { parseArgs } from 'node:util';
import { ToolError, say, sayFailure } from '../lib/say.mjs';
import { buildIfChanged } from '../start/open.ts';
import { whenAskedToStop } from '../start/signals.ts';
import { BENCHMARKS, type Benchmark } from './benchmarks/index.ts';
import { machineBefore } from './lib/machine.ts';
import { report } from './lib/result.ts';

/** Limit for one benchmark. Building a cluster for the first time takes ten minutes of it. */
const LIMIT_MS = 30 * 60_000;

const BLOCKS = 10_000;

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { rounds: { type: 'string' }, blocks: { type: 'string' }, 'as-built': { type: 'boolean' } },
  });
  if (positionals.length === 0) {
    say('npm run bench -- NAME [--rounds N] [--blocks N] [--as-built], or `all`:');
    for (const { name, summary } of BENCHMARKS) say(`  ${name.padEnd(20)}${summary}`);
    return;
  }
  const chosen = choose(positionals);
  if (chosen.some(({ product }) => product) && !values['as-built']) await buildIfChanged();
  const asked = whenAskedToStop();
  const tables: string[] = [];
  try {
    for (const benchmark of chosen) tables.push(await measure(benchmark, { ...values, asked: asked.signal }));
  } finally {
    asked.forget();
  }
  say(`\n${tables.join('\n\n')}`);
}

function choose(names: readonly string[]): readonly Benchmark[] {
  if (names.includes('all')) return BENCHMARKS;
  const unknown = names.find((name) => BENCHMARKS.every((benchmark) => benchmark.name !== name));
  if (unknown === undefined) return BENCHMARKS.filter(({ name }) => names.includes(name));
  const known = BENCHMARKS.map(({ name }) => name).join(', ');
  throw new ToolError(`There is no benchmark named ${unknown}.`, `Benchmarks: ${known}, or all.`);
}

async function measure(
  { name, rounds: usual, load }: Benchmark,
  { rounds, blocks, asked }: { rounds?: string | undefined; blocks?: string | undefined; asked: AbortSignal },
): Promise<string> {
  say(`\n== ${name}`);
  const signal = AbortSignal.any([asked, AbortSignal.timeout(LIMIT_MS)]);
  const run = await load();
  const machineAfter = machineBefore();
  const outcome = await run({
    env: process.env,
    rounds: countOf(rounds, usual),
    blocks: countOf(blocks, BLOCKS),
    signal,
    print: say,
  });
  return (await report(name, outcome, machineAfter())).table;
}

const countOf = (given: string | undefined, usual: number) =>
  given === undefined ? usual : Math.max(1, Number(given) || usual);

try {
  await main(process.argv.slice(2));
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}

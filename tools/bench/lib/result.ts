import { mkdirSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { fromRoot } from '../../lib/root.mjs';
import type { Machine } from './machine.ts';
import { median, rounded } from './statistics.ts';
import type { Times } from './stopwatch.ts';

interface Limit {
  /** What is bounded: the ratio to the baseline, the difference from it, or the figure itself. */
  readonly of: 'ratio' | 'difference' | 'ours';
  readonly most?: number;
  readonly least?: number;
}

/** One figure. */
interface Measure {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** Null without a baseline. */
  readonly baseline: number | null;
  /** Null for a figure without a goal. */
  readonly limit: Limit | null;
}

/** Result of a benchmark; the first measure is its headline. */
export interface Outcome {
  readonly measures: readonly [Measure, ...Measure[]];
  /** How it was measured. */
  readonly notes: readonly string[];
  /** All measurements. */
  readonly samples: unknown;
}

/** The median of a part over the rounds, in seconds. */
export const secondsOf = (rounds: readonly Times[], part: string): number =>
  median(rounds.map((times) => times[part] ?? Number.NaN)) / 1_000;

/** The parts of a time, as figures without a goal. */
export const partMeasures = (
  parts: readonly string[],
  { ours, tools }: { readonly ours: readonly Times[]; readonly tools: readonly Times[] },
): Measure[] =>
  parts.map((part) => ({
    what: `  of it: ${part}`,
    unit: 's',
    ours: secondsOf(ours, part),
    baseline: secondsOf(tools, part),
    limit: null,
  }));

interface Judged extends Omit<Measure, 'limit'> {
  readonly ratio: number | null;
  readonly goal: string | null;
  /** Null without a goal. */
  readonly met: boolean | null;
}

export function judge({ what, unit, ours, baseline, limit }: Measure): Judged {
  const ratio = baseline === null ? null : rounded(ours / baseline);
  return {
    what,
    unit,
    ours: rounded(ours),
    baseline: baseline === null ? null : rounded(baseline),
    ratio,
    goal: limit === null ? null : goalText(limit, unit),
    met: limit === null ? null : holds(limit, { ours, baseline }),
  };
}

function holds(
  { of, most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY }: Limit,
  { ours, baseline }: { ours: number; baseline: number | null },
): boolean {
  const against = baseline ?? Number.NaN;
  const value = { ratio: ours / against, difference: ours - against, ours }[of];
  return value <= most && value >= least;
}

function goalText({ of, most, least }: Limit, unit: string): string {
  const bound = (of: string) => (most === undefined ? `${least ?? 0}${of} or more` : `${most}${of} or less`);
  if (of === 'ratio') return `ratio ${bound('')}`;
  return of === 'difference' ? `at most ${most ?? 0} ${unit} more` : bound(unit === '' ? '' : ` ${unit}`);
}

/** Prints the table and writes results/NAME.json. */
export async function report(
  name: string,
  { measures, notes, samples }: Outcome,
  machine: Machine,
): Promise<{ met: boolean; table: string }> {
  const [first, ...others] = measures;
  const judged = [judge(first), ...others.map(judge)] as const;
  const met = judged.every((measure) => measure.met !== false);
  const [{ unit, ours, baseline, ratio, goal }] = judged;
  const result = { name, unit, ours, baseline, ratio, goal, met, machine, measures: judged, notes, samples };
  const folder = fromRoot('tools', 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const json = await format(JSON.stringify(result), { parser: 'json', printWidth: 120 });
  writeFileSync(`${folder}/${name}.json`, json);
  const { load, cores, processor } = machine;
  const footer = `${cores} x ${processor}, load average ${load.before} before and ${load.after} after`;
  return { met, table: [name, ...table(judged), ...notes.map((note) => `  ${note}`), `  ${footer}`].join('\n') };
}

function table(rows: readonly Judged[]): string[] {
  const cells = [
    ['', 'ours', 'baseline', 'ratio', 'goal', ''],
    ...rows.map(({ what, unit, ours, baseline, ratio, goal, met }) => [
      what,
      `${ours} ${unit}`,
      baseline === null ? '-' : `${baseline} ${unit}`,
      ratio === null ? '-' : ratio.toFixed(3),
      goal ?? '-',
      met === null ? '' : met ? 'met' : 'MISSED',
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells.map((row) =>
    `  ${row.map((cell, column) => pad(cell, { column, width: widths[column] ?? 0 })).join('  ')}`.trimEnd(),
  );
}

/** Aligns figures to the right. */
function pad(cell: string, { column, width }: { column: number; width: number }): string {
  return column >= 1 && column <= 3 ? cell.padStart(width) : cell.padEnd(width);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { fromRoot } from '../../lib/root.mjs';
import { rounded } from './statistics.mjs';

/**
 * One figure. `limit` bounds `of`: the ratio to the baseline, the difference from it, or the figure itself.
 * @typedef {object} Measure
 * @property {string} what
 * @property {string} unit
 * @property {number} ours
 * @property {number | null} baseline null without a baseline
 * @property {{ of: 'ratio' | 'difference' | 'ours', most?: number, least?: number } | null} limit null for a figure without a goal
 *
 * @typedef {object} Outcome result of a benchmark; the first measure is its headline
 * @property {readonly [Measure, ...Measure[]]} measures
 * @property {readonly string[]} notes how it was measured
 * @property {unknown} samples all measurements
 *
 * @typedef {Omit<Measure, 'limit'> & { ratio: number | null, goal: string | null, met: boolean | null }} Judged
 */

/**
 * @param {Measure} measure
 * @returns {Judged}
 */
export function judge({ what, unit, ours, baseline, limit }) {
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

/**
 * @param {NonNullable<Measure['limit']>} limit
 * @param {{ ours: number, baseline: number | null }} figures
 */
function holds({ of, most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY }, { ours, baseline }) {
  const against = baseline ?? Number.NaN;
  const value = { ratio: ours / against, difference: ours - against, ours }[of];
  return value <= most && value >= least;
}

/**
 * @param {NonNullable<Measure['limit']>} limit
 * @param {string} unit
 */
function goalText({ of, most, least }, unit) {
  const bound = (/** @type {string} */ of) => (most === undefined ? `${least}${of} or more` : `${most}${of} or less`);
  if (of === 'ratio') return `ratio ${bound('')}`;
  return of === 'difference' ? `at most ${most} ${unit} more` : bound(unit === '' ? '' : ` ${unit}`);
}

/**
 * Prints the table and writes results/NAME.json.
 * @param {string} name
 * @param {Outcome} outcome
 * @param {import('./machine.mjs').Machine} machine
 * @returns {Promise<{ met: boolean, table: string }>}
 */
export async function report(name, { measures, notes, samples }, machine) {
  const judged = measures.map(judge);
  const met = judged.every((measure) => measure.met !== false);
  const { unit, ours, baseline, ratio, goal } = /** @type {Judged} */ (judged[0]);
  const result = { name, unit, ours, baseline, ratio, goal, met, machine, measures: judged, notes, samples };
  const folder = fromRoot('tools', 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const json = await format(JSON.stringify(result), { parser: 'json', printWidth: 120 });
  writeFileSync(`${folder}/${name}.json`, json);
  const { load, cores, processor } = machine;
  const footer = `${cores} x ${processor}, load average ${load.before} before and ${load.after} after`;
  return { met, table: [name, ...table(judged), ...notes.map((note) => `  ${note}`), `  ${footer}`].join('\n') };
}

/** @param {readonly Judged[]} rows */
function table(rows) {
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

/**
 * Aligns figures to the right.
 * @param {string} cell
 * @param {{ column: number, width: number }} place
 */
function pad(cell, { column, width }) {
  return column >= 1 && column <= 3 ? cell.padStart(width) : cell.padEnd(width);
}

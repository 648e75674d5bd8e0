import { say } from '../lib/say.mjs';

/**
 * What became of one folder. `ok` runs; `broken` does not build by its own commands either; `missing` wants a tool that
 * this machine does not have; `failed` ought to run and does not.
 * @typedef {object} Row
 * @property {import('./find-chaincodes.mjs').ChaincodeFolder} chaincode
 * @property {number | undefined} seconds to deploy it
 * @property {'ok' | 'broken' | 'missing' | 'failed'} result
 * @property {string} reason
 */

const WORDS = { ok: 'ok', broken: 'does not build', missing: 'tool missing', failed: 'FAILED' };

const RESULTS = /** @type {const} */ (['ok', 'broken', 'missing', 'failed']);

/** @param {readonly Row[]} rows */
export function table(rows) {
  const lines = rows.map(({ chaincode, seconds, result, reason }) => [
    chaincode.path,
    chaincode.language,
    chaincode.shape,
    seconds === undefined ? '-' : seconds.toFixed(1),
    WORDS[result],
    reason,
  ]);
  const all = [['folder', 'language', 'shape', 'deploy s', 'result', 'reason'], ...lines];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((line) => (line[column] ?? '').length)));
  return all
    .map((line) => line.map((cell, column) => cell.padEnd(column === 5 ? 0 : (widths[column] ?? 0))).join('  '))
    .join('\n');
}

/** @param {readonly Row[]} rows */
export function tell(rows) {
  say(`\n${table(rows)}`);
  say(`\n${summary(rows)}`);
}

/**
 * How many rows have each result, in the table's words.
 * @param {readonly Row[]} rows
 */
export function summary(rows) {
  const counts = RESULTS.map((wanted) => `${WORDS[wanted]}: ${rows.filter(({ result }) => result === wanted).length}`);
  return `${rows.length} chaincode folders: ${counts.join(', ')}`;
}

/**
 * @param {readonly Row[]} rows
 * @returns {number} the exit code
 */
export function verdict(rows) {
  return rows.length > 0 && rows.every(({ result }) => result !== 'failed') ? 0 : 1;
}

/** @param {readonly Row[]} rows */
export function reportOf(rows) {
  return rows.map(({ chaincode: { path, language, shape }, seconds, result, reason }) => ({
    path,
    language,
    shape,
    seconds: seconds ?? null,
    result,
    reason,
  }));
}

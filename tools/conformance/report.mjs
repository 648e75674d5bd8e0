import { say } from '../lib/say.mjs';

/**
 * The result of one folder. `ok`: it runs; `broken`: it does not build with its own commands either; `missing`: it needs a
 * tool that this machine does not have; `failed`: it should run and does not.
 * @typedef {object} Row
 * @property {import('./find-chaincodes.mjs').ChaincodeFolder} chaincode
 * @property {number | undefined} seconds time to deploy it
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
export function printReport(rows) {
  say(`\n${table(rows)}`);
  say(`\n${summary(rows)}`);
}

/**
 * The number of rows with each result, with the labels of the table.
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

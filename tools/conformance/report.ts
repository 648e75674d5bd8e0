import { say } from '../lib/say.mjs';
import type { ChaincodeFolder } from './find-chaincodes.ts';

/**
 * The result of one folder. `ok`: it runs; `broken`: it does not build with its own commands either; `missing`: it needs a
 * tool that this machine does not have; `failed`: it should run and does not.
 */
export interface Row {
  readonly chaincode: ChaincodeFolder;
  /** Time to deploy it. */
  readonly seconds: number | undefined;
  readonly result: 'ok' | 'broken' | 'missing' | 'failed';
  readonly reason: string;
}

const WORDS = { ok: 'ok', broken: 'does not build', missing: 'tool missing', failed: 'FAILED' };

const RESULTS = ['ok', 'broken', 'missing', 'failed'] as const;

export function table(rows: readonly Row[]): string {
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

export function printReport(rows: readonly Row[]): void {
  say(`\n${table(rows)}`);
  say(`\n${summary(rows)}`);
}

/** The number of rows with each result, with the labels of the table. */
export function summary(rows: readonly Row[]): string {
  const counts = RESULTS.map((wanted) => `${WORDS[wanted]}: ${rows.filter(({ result }) => result === wanted).length}`);
  return `${rows.length} chaincode folders: ${counts.join(', ')}`;
}

/** @returns the exit code */
export function verdict(rows: readonly Row[]): number {
  return rows.length > 0 && rows.every(({ result }) => result !== 'failed') ? 0 : 1;
}

/** The rows as JSON. */
export function reportOf(rows: readonly Row[]) {
  return rows.map(({ chaincode: { path, language, shape }, seconds, result, reason }) => ({
    path,
    language,
    shape,
    seconds: seconds ?? null,
    result,
    reason,
  }));
}

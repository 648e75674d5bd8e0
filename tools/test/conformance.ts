import { mkdtempSync, readFileSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { freePort } from '../start/port.ts';
import { runWithin } from './limit.ts';
import { clearReport } from './projects.ts';
import type { Part } from './tally.ts';

/** One chain, all samples. Maven and Gradle download what is not cached. */
const LIMIT_MINUTES = 25;

/** Deploys and calls the sample chaincode of every shape, on an instance with a separate data directory. */
export async function conformanceParts(env: NodeJS.ProcessEnv): Promise<Part[]> {
  const data = mkdtempSync(join(tmpdir(), 'heddle-conformance-'));
  const report = fromRoot('dist', 'test-results', 'conformance.json');
  clearReport(report);
  try {
    await runWithin({
      command: process.execPath,
      args: [fromRoot('tools', 'heddle.mjs'), 'test:conformance', '--samples', fromRoot('samples'), '--report', report],
      cwd: fromRoot(),
      minutes: LIMIT_MINUTES,
      env: { ...env, HEDDLE_DATA: data, HEDDLE_PORT: String(await freePort()) },
    });
    return [partOf(existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as ReportRow[]) : undefined)];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

interface ReportRow {
  readonly path: string;
  readonly result: string;
  readonly reason: string;
}

/** @param rows undefined when there is no report */
export function partOf(rows: readonly ReportRow[] | undefined): Part {
  const name = 'conformance';
  if (rows === undefined) {
    const failures = [`${name}: it ended without a report`];
    return { name, tally: { passed: 0, failed: 1, skipped: 0 }, failures };
  }
  const failed = rows.filter(({ result }) => result !== 'ok');
  return {
    name,
    tally: { passed: rows.length - failed.length, failed: failed.length, skipped: 0 },
    failures: failed.map(({ path, result, reason }) => `${name}: samples/${path}: ${result}: ${reason}`),
  };
}

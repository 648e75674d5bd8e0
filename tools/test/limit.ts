import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { endTree, marked, membersOf } from '../lib/process-tree.ts';
import { loadReport } from './projects.ts';

/** Grace period for the runner's processes. */
const GRACE_MS = 10_000;
/** How long a runner may run after it has written its report. */
const AFTER_REPORT_MS = 20_000;
const POLL_MS = 250;

interface Runner {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Time limit. */
  readonly minutes: number;
  readonly env?: NodeJS.ProcessEnv;
  /** The file that it writes after its last test. */
  readonly report?: string;
  /** How long it may run after that. */
  readonly afterReportMs?: number;
  readonly graceMs?: number;
}

/**
 * Runs a test runner within a time limit. A test that never ends must fail the run and not block it, and so must a
 * server or a timer that keeps the runner alive after its last test. The runner also ends on request, or when its
 * parent dies. In each case all its descendants end with it.
 * @returns the exit code; 124 past a limit
 */
export function runWithin({
  command,
  args,
  cwd,
  minutes,
  report,
  env = process.env,
  ...limits
}: Runner): Promise<number> {
  const { afterReportMs = AFTER_REPORT_MS, graceMs = GRACE_MS } = limits;
  const own = marked(env);
  const child = spawn(command, [...args], {
    cwd,
    env: own.env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  let ending: Promise<void> | undefined;
  const end = () => {
    if (child.pid !== undefined) ending ??= endTree({ root: child.pid, marker: own.marker }, graceMs);
  };
  const late = watch({ minutes, report, afterReportMs }, (why) => {
    process.stderr.write(`${command} ${why}: killing it\n`);
    end();
  });
  const forget = whenToEnd(end);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      late.stop();
      forget();
      const status = late.why() === undefined ? (code ?? 128) : 124;
      (ending ?? endLeftovers(command, own.marker, graceMs)).then(() => {
        resolve(status);
      }, reject);
    });
  });
}

async function endLeftovers(command: string, marker: string, graceMs: number) {
  const left = membersOf({ marker });
  if (left.length === 0) return;
  const pids = left.map(({ pid }) => pid).join(', ');
  process.stderr.write(`${command} left processes running (${pids}): killing them\n`);
  await endTree({ marker }, graceMs);
}

function watch(
  { minutes, report, afterReportMs }: { minutes: number; report: string | undefined; afterReportMs: number },
  onLate: (why: string) => void,
) {
  const end = Date.now() + minutes * 60_000;
  let why: string | undefined;
  let reported = Infinity;
  const timer = setInterval(() => {
    if (report !== undefined && reported === Infinity && loadReport(report)) reported = Date.now();
    if (Date.now() > end) why = `did not end within ${minutes} minutes`;
    else if (Date.now() > reported + afterReportMs) {
      why = `did not end within ${afterReportMs / 1000} s after its last test`;
      if (report !== undefined) addFailure(report, `${why}: a server, a connection or a timer was left open`);
    }
    if (why === undefined) return;
    clearInterval(timer);
    onLate(why);
  }, POLL_MS);
  return {
    stop: () => {
      clearInterval(timer);
    },
    why: () => why,
  };
}

/** Marks a run whose tests have all passed as failed. A failed run already has its reason. */
function addFailure(report: string, message: string) {
  const read = loadReport(report);
  if (!read?.success) return;
  const failed = { status: 'failed', fullName: message };
  const results = [
    ...(read.testResults ?? []),
    { name: '', status: 'failed', message: '', assertionResults: [failed] },
  ];
  const changed = { ...read, success: false, numFailedTests: read.numFailedTests + 1, testResults: results };
  writeFileSync(report, JSON.stringify(changed));
}

/**
 * Calls back when this process is asked to end, and when its parent has died.
 * @returns stops watching
 */
function whenToEnd(end: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) end();
  }, POLL_MS);
  return () => {
    clearInterval(timer);
    for (const signal of signals) process.off(signal, end);
  };
}

/**
 * A preload of a worker or the API (`node --import`). It stops the process at the point that the armed plan names, and
 * kills it there or lets the harness kill another process. It observes diagnostics channels of Node and of the engine,
 * signals, files that are renamed or deleted, and SQL statements, so the programs under test are the ones that users run.
 *
 * HEDDLE_FAULTS is a folder. `armed-<number>.json` hold plans, of which the one with the lowest number is active. The
 * first process that reaches its point renames it to `fired-<number>.json`, and `go-<number>.json` lets that process
 * continue.
 */
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import files from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const folder = process.env['HEDDLE_FAULTS'] ?? '.';
const path = (name: string) => join(folder, name);
const pause = new Int32Array(new SharedArrayBuffer(4));
const kill = process.kill.bind(process);

interface Plan {
  /** Of its file. */
  readonly name: string;
  readonly kind: string;
  readonly step?: string;
  readonly moment: string;
  /** Whether the process that reaches the point is killed. */
  readonly self: boolean;
  /** Part of what happens; of a request to the API, an expression for its path. */
  readonly match: string;
  /** Which occurrence of the moment within the step. */
  readonly nth?: number;
}

/** A client of Node's own or of undici sends it. */
interface Sent {
  readonly request: { readonly method: string; readonly path: string };
}

/** The current step, and how often each kind of moment has occurred in it. */
let running = { kind: '', step: '' };
let seen = 0;

/** Undefined if another process has renamed the file. */
function ifPresent<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The active plan. */
function armed(): Plan | undefined {
  const names = ifPresent(() => readdirSync(folder)) ?? [];
  const [name] = names.filter((file) => file.startsWith('armed-')).sort();
  if (name === undefined) return undefined;
  const text = ifPresent(() => readFileSync(path(name), 'utf8'));
  return text === undefined ? undefined : { ...(JSON.parse(text) as Omit<Plan, 'name'>), name };
}

/** Once per plan, in whichever process comes first. */
const claim = (name: string) =>
  ifPresent(() => {
    renameSync(path(name), path(name.replace('armed', 'fired')));
    return true;
  }) ?? false;

function strike({ self, name }: Plan) {
  if (!claim(name)) return;
  if (self) kill(process.pid, 'SIGKILL');
  const go = path(name.replace('armed', 'go'));
  // Blocks this process until the other one is dead.
  while (!existsSync(go)) Atomics.wait(pause, 0, 0, 2);
}

subscribe('heddle:operation', (message) => {
  const { kind, step, at } = message as { kind: string; step: string; at: string };
  if (at === 'before') seen = 0;
  running = at === 'before' ? { kind, step } : { kind: '', step: '' };
  const plan = armed();
  if (plan?.moment === at && plan.kind === kind && plan.step === step) strike(plan);
});

/** Something happened inside a step. */
function inside(moment: string, what: string) {
  if (running.step === '') return;
  const plan = armed();
  if (plan?.moment !== moment || plan.kind !== running.kind || plan.step !== running.step) return;
  if (!what.includes(plan.match)) return;
  seen += 1;
  if (seen === plan.nth) strike(plan);
}

subscribe('child_process', () => {
  inside('spawn', '');
});
for (const name of ['http.client.response.finish', 'undici:request:headers']) {
  subscribe(name, (message) => {
    const { request } = message as Sent;
    inside('http', `${request.method} ${request.path}`);
  });
}
subscribe('http2.client.stream.created', (message) => {
  const { headers } = message as { headers: IncomingHttpHeaders };
  inside('call', headers[':path'] ?? '');
});
subscribe('http2.client.stream.close', (message) => {
  const { stream } = message as { stream: ClientHttp2Stream };
  inside('answer', String(stream.sentHeaders[':path']));
});
process.kill = (pid, signal) => {
  const sent = kill(pid, signal);
  if (signal !== 0) inside('signal', String(signal));
  return sent;
};

for (const name of ['rename', 'rm'] as const) {
  const change = files[name] as (...args: unknown[]) => Promise<void>;
  files[name] = async (...args: unknown[]) => {
    inside('file', args.join(' '));
    await change(...args);
  };
}
syncBuiltinESMExports();

type Execute = (...args: unknown[]) => unknown;
type Statement = Record<'run' | 'all' | 'get', Execute>;
interface SqliteDatabase {
  prepare: (sql: string) => Statement;
}
const sqlite = createRequire(import.meta.url)('better-sqlite3') as { readonly prototype: SqliteDatabase };
const { prepare } = sqlite.prototype;
sqlite.prototype.prepare = function (this: SqliteDatabase, sql) {
  const statement = prepare.call(this, sql);
  // A prepared statement is kept and runs again.
  for (const name of ['run', 'all', 'get'] as const) {
    const execute = statement[name];
    statement[name] = (...args) => {
      inside('statement', sql);
      return execute.apply(statement, args);
    };
  }
  return statement;
};

/** A request to the API starts, or its response is sent. */
function served(moment: string, { method, url = '' }: IncomingMessage) {
  const plan = armed();
  if (plan?.moment === moment && method === 'POST' && new RegExp(plan.match).test(url)) strike(plan);
}
subscribe('http.server.request.start', (message) => {
  served('request', (message as { request: IncomingMessage }).request);
});
subscribe('http.server.response.finish', (message) => {
  served('response', (message as { request: IncomingMessage }).request);
});

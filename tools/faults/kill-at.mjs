/**
 * A preload of a worker or the API (`node --import`). It stops the process at the point that the armed plan names, and
 * kills it there or lets the harness kill another process. It uses only diagnostics channels of Node and of the engine,
 * so the programs under test are the ones that users run.
 *
 * HEDDLE_FAULTS is a folder: `armed.json` holds the plan, the first process that reaches the point renames it to
 * `fired.json`, and `go` lets that process continue.
 */
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['HEDDLE_FAULTS'] ?? '.';
const path = (/** @type {string} */ name) => join(folder, name);
const pause = new Int32Array(new SharedArrayBuffer(4));
const kill = process.kill.bind(process);

/** The current step, and how often each kind of moment has occurred in it. */
let running = { kind: '', step: '' };
let seen = 0;

/** @returns {any} */
function armed() {
  try {
    return JSON.parse(readFileSync(path('armed.json'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Once per plan, in whichever process comes first. */
function claim() {
  try {
    renameSync(path('armed.json'), path('fired.json'));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** @param {{ self: boolean }} plan */
function strike({ self }) {
  if (!claim()) return;
  if (self) kill(process.pid, 'SIGKILL');
  // Blocks this process until the other one is dead.
  while (!existsSync(path('go'))) Atomics.wait(pause, 0, 0, 2);
}

subscribe('heddle:operation', (message) => {
  const { kind, step, at } = /** @type {{ kind: string, step: string, at: string }} */ (message);
  if (at === 'before') seen = 0;
  running = at === 'before' ? { kind, step } : { kind: '', step: '' };
  const plan = armed();
  if (plan?.moment === at && plan.kind === kind && plan.step === step) strike(plan);
});

/**
 * Something happened inside a step.
 * @param {string} moment
 * @param {string} what
 */
function inside(moment, what) {
  if (running.step === '') return;
  const plan = armed();
  if (plan?.moment !== moment || plan.kind !== running.kind || plan.step !== running.step) return;
  if (!what.includes(plan.match)) return;
  seen += 1;
  if (seen === plan.nth) strike(plan);
}

const onChannel = (/** @type {string} */ name, /** @type {(message: any) => void} */ listener) =>
  subscribe(name, listener);

onChannel('child_process', () => inside('spawn', ''));
onChannel('http.client.response.finish', ({ request }) => inside('http', `${request.method} ${request.path}`));
// fetch is used for a cluster's API server.
onChannel('undici:request:headers', ({ request }) => inside('fetch', `${request.method} ${request.path}`));
onChannel('http2.client.stream.created', ({ headers }) => inside('call', headers[':path'] ?? ''));
onChannel('http2.client.stream.close', ({ stream }) => inside('answer', stream.sentHeaders[':path'] ?? ''));
process.kill = (pid, signal) => {
  const sent = kill(pid, signal);
  if (signal !== 0) inside('signal', String(signal));
  return sent;
};

/**
 * A request to the API starts, or its response is sent.
 * @param {string} moment
 */
const served =
  (moment) =>
  (/** @type {any} */ { request }) => {
    const plan = armed();
    if (plan?.moment !== moment || request.method !== 'POST') return;
    if (new RegExp(plan.match).test(request.url ?? '')) strike(plan);
  };
onChannel('http.server.request.start', served('request'));
onChannel('http.server.response.finish', served('response'));

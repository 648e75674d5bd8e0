/**
 * Preload of a worker or of the API (`node --import`): stops the process at the moment that the armed plan names, and
 * kills it there or lets the harness kill another one. Only Node's own and the engine's diagnostics channels are
 * listened to, so that the programs under test are the ones that people run.
 *
 * HEDDLE_FAULTS is a folder: `armed.json` holds the plan, is renamed to `fired.json` by the one process that gets
 * there first, and `go` lets that process go on.
 */
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['HEDDLE_FAULTS'] ?? '.';
const path = (/** @type {string} */ name) => join(folder, name);
const pause = new Int32Array(new SharedArrayBuffer(4));
const kill = process.kill.bind(process);

/** The step that runs now, and how often each kind of moment has come inside of it. */
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

/** Once for each plan, whichever process comes first. */
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
  // Nothing of this process runs until the other one is dead: the moment stands still.
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
 * Something happened inside of a step.
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
// fetch, which is how a cluster's API server is asked.
onChannel('undici:request:headers', ({ request }) => inside('fetch', `${request.method} ${request.path}`));
onChannel('http2.client.stream.created', ({ headers }) => inside('call', headers[':path'] ?? ''));
onChannel('http2.client.stream.close', ({ stream }) => inside('answer', stream.sentHeaders[':path'] ?? ''));
process.kill = (pid, signal) => {
  const sent = kill(pid, signal);
  if (signal !== 0) inside('signal', String(signal));
  return sent;
};

/**
 * A request of the API begins or its answer is sent.
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

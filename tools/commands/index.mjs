/**
 * @typedef {object} Command
 * @property {string} name
 * @property {string} summary one line for the usage text
 * @property {() => Promise<(args: readonly string[]) => Promise<number>>} load resolves to the function that runs the command and returns the exit code
 */

/** @type {readonly Command[]} */
export const COMMANDS = [
  {
    name: 'start',
    summary: 'start Redis, the API, the workers and the console',
    load: async () => (await import('./start.mjs')).start,
  },
  { name: 'stop', summary: 'stop a running instance', load: async () => (await import('./stop.mjs')).stop },
  {
    name: 'demo',
    summary: 'the main use case through the public API, timed (--release: clean up afterwards)',
    load: async () => (await import('./demo.mjs')).demo,
  },
  {
    name: 'test',
    summary: 'run all tests (--fast: unit tests only; --project NAME)',
    load: async () => (await import('./test.mjs')).test,
  },
  {
    name: 'test:faults',
    summary: 'kill processes at every step',
    load: async () => (await import('./faults.mjs')).faults,
  },
  {
    name: 'test:fuzz',
    summary: 'send the API what its OpenAPI document allows and forbids (--long: 20,000 requests)',
    load: async () => (await import('./fuzz.mjs')).fuzz,
  },
  {
    name: 'test:conformance',
    summary: 'deploy and call every chaincode folder below --samples PATH, unchanged',
    load: async () => (await import('./conformance.mjs')).conformance,
  },
  { name: 'bench', summary: 'measure against a baseline', load: async () => (await import('./bench.mjs')).bench },
  {
    name: 'cluster',
    summary: 'a real one-node Kubernetes for tests: up, down, status, env, load, restart, api-server',
    load: async () => (await import('./cluster.mjs')).cluster,
  },
  { name: 'build', summary: 'build every application', load: async () => (await import('./workspace.mjs')).build },
  { name: 'lint', summary: 'lint every project', load: async () => (await import('./workspace.mjs')).lint },
  {
    name: 'typecheck',
    summary: 'check the types of every project',
    load: async () => (await import('./workspace.mjs')).typecheck,
  },
  { name: 'format', summary: 'format every file', load: async () => (await import('./workspace.mjs')).format },
  {
    name: 'format:check',
    summary: 'fail when a file is not formatted',
    load: async () => (await import('./workspace.mjs')).formatCheck,
  },
];

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
    load: async () => (await import('./start.ts')).start,
  },
  { name: 'stop', summary: 'stop a running instance', load: async () => (await import('./stop.ts')).stop },
  {
    name: 'demo',
    summary: 'the main use case through the public API, timed (--release: clean up afterwards)',
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'test',
    summary: 'run all tests (--fast: unit tests only; --project NAME)',
    load: async () => (await import('./test.ts')).test,
  },
  {
    name: 'test:faults',
    summary: 'kill processes at every step',
    load: async () => (await import('./faults.ts')).faults,
  },
  {
    name: 'test:fuzz',
    summary: 'send the API what its OpenAPI document allows and forbids (--long: 20,000 requests)',
    load: async () => (await import('./fuzz.ts')).fuzz,
  },
  {
    name: 'test:conformance',
    summary: 'deploy and call every chaincode folder below --samples PATH, unchanged',
    load: async () => (await import('./conformance.ts')).conformance,
  },
  { name: 'bench', summary: 'measure against a baseline', load: async () => (await import('./bench.ts')).bench },
  {
    name: 'cluster',
    summary: 'a real one-node Kubernetes for tests: up, down, status, env, load, restart, api-server',
    load: async () => (await import('./cluster.ts')).cluster,
  },
  { name: 'build', summary: 'build every application', load: async () => (await import('./workspace.ts')).build },
  { name: 'lint', summary: 'lint every project', load: async () => (await import('./workspace.ts')).lint },
  {
    name: 'typecheck',
    summary: 'check the types of every project',
    load: async () => (await import('./workspace.ts')).typecheck,
  },
  { name: 'format', summary: 'format every file', load: async () => (await import('./workspace.ts')).format },
  {
    name: 'format:check',
    summary: 'fail when a file is not formatted',
    load: async () => (await import('./workspace.ts')).formatCheck,
  },
];

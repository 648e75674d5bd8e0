/**
 * @typedef {object} Context
 * @property {NodeJS.ProcessEnv} env environment in which Fabric, Go and Redis are found
 * @property {number} rounds number of measurements of each side
 * @property {AbortSignal} signal ends every wait
 * @property {(line: string) => void} print
 *
 * @typedef {object} Benchmark
 * @property {string} name
 * @property {string} summary
 * @property {number} rounds default number of rounds
 * @property {boolean} product whether it needs the built product
 * @property {() => Promise<(context: Context) => Promise<import('../lib/result.mjs').Outcome>>} load
 */

/** @type {readonly Benchmark[]} */
export const BENCHMARKS = [
  {
    name: 'first-transaction',
    summary: 'POST /chains to the first transaction readable on every peer, against Fabric’s command-line tools',
    rounds: 3,
    product: true,
    load: async () => (await import('./first-transaction.mjs')).firstTransaction,
  },
  {
    name: 'artifacts',
    summary: 'all identities and the genesis block of a chain, against cryptogen and configtxgen',
    rounds: 25,
    product: false,
    load: async () => (await import('./artifacts.mjs')).artifacts,
  },
  {
    name: 'invoke',
    summary: 'submits through REST with 1, 16 and 64 in flight, against a bare fabric-gateway client',
    rounds: 3,
    product: true,
    load: async () => (await import('./invoke.mjs')).invoke,
  },
  {
    name: 'engine',
    summary: 'ten empty steps against a bare BullMQ job, and a thousand operations over two workers',
    rounds: 100,
    product: false,
    load: async () => (await import('./engine.mjs')).engine,
  },
  {
    name: 'footprint',
    summary: 'idle memory, and npm start to a console that answers',
    rounds: 3,
    product: true,
    load: async () => (await import('./footprint.mjs')).footprint,
  },
  {
    name: 'apply',
    summary: 'render and apply a chain on Kubernetes, against kubectl apply of the same YAML; fifty chains',
    rounds: 9,
    product: false,
    load: async () => (await import('./apply.mjs')).apply,
  },
  {
    name: 'first-transaction-k8s',
    summary: 'POST /chains to the first committed transaction on Kubernetes, against kubectl and Fabric’s tools',
    rounds: 3,
    product: true,
    load: async () => (await import('./first-transaction-k8s.mjs')).firstTransactionK8s,
  },
];

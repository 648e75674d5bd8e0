/**
 * @typedef {object} Context
 * @property {NodeJS.ProcessEnv} env where Fabric, Go and Redis are found
 * @property {number} rounds how often both sides are measured
 * @property {AbortSignal} signal ends every wait
 * @property {(line: string) => void} tell
 *
 * @typedef {object} Benchmark
 * @property {string} name
 * @property {string} summary
 * @property {number} rounds unless the person says otherwise
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
];

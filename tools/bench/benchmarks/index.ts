import type { Run } from './context.ts';

export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  /** Default number of rounds. */
  readonly rounds: number;
  /** Whether it needs the built product. */
  readonly product: boolean;
  readonly load: () => Promise<Run>;
}

export const BENCHMARKS: readonly Benchmark[] = [
  {
    name: 'first-transaction',
    summary: 'POST /chains to the first transaction readable on every peer, against Fabric’s command-line tools',
    rounds: 3,
    product: true,
    load: async () => (await import('./first-transaction.ts')).firstTransaction,
  },
  {
    name: 'artifacts',
    summary: 'all identities and the genesis block of a chain, against cryptogen and configtxgen',
    rounds: 25,
    product: false,
    load: async () => (await import('./artifacts.ts')).artifacts,
  },
  {
    name: 'invoke',
    summary: 'submits through REST with 1, 16 and 64 in flight, against a bare fabric-gateway client',
    rounds: 3,
    product: true,
    load: async () => (await import('./invoke.ts')).invoke,
  },
  {
    name: 'scale-out',
    summary: 'a peer that joins a long channel by snapshot against from its first block, and clients meanwhile',
    rounds: 3,
    product: true,
    load: async () => (await import('./scale-out.ts')).scaleOut,
  },
  {
    name: 'idle',
    summary: 'CPU of a chain at rest, against the same nodes with Fabric’s settings, and Heddle’s own share',
    rounds: 3,
    product: true,
    load: async () => (await import('./idle.ts')).idle,
  },
  {
    name: 'engine',
    summary: 'ten empty steps against a bare BullMQ job, and a thousand operations over two workers',
    rounds: 100,
    product: false,
    load: async () => (await import('./engine.ts')).engine,
  },
  {
    name: 'footprint',
    summary: 'idle memory, and npm start to a console that answers',
    rounds: 3,
    product: true,
    load: async () => (await import('./footprint.ts')).footprint,
  },
  {
    name: 'many',
    summary: 'a thousand chains: the list of chains, and reconcile rounds over two workers',
    rounds: 1,
    product: true,
    load: async () => (await import('./many.ts')).many,
  },
  {
    name: 'apply',
    summary: 'render and apply a chain on Kubernetes, against kubectl apply of the same YAML; fifty chains',
    rounds: 9,
    product: false,
    load: async () => (await import('./apply.ts')).apply,
  },
  {
    name: 'first-transaction-k8s',
    summary: 'POST /chains to the first committed transaction on Kubernetes, against kubectl and Fabric’s tools',
    rounds: 3,
    product: true,
    load: async () => (await import('./first-transaction-k8s.ts')).firstTransactionK8s,
  },
];

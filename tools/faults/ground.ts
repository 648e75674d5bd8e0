import type { BodyInputOf, ChainId, api } from '@heddle/contracts';
import type { Reached } from './ledgers';
import type { NodeRow } from './rows';
import { expectNothingLeft, expectOneProcessPerNode, type World } from './world';

/** The API server of a cluster, where tests may kill it. */
export interface ApiServer {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Where the nodes of chains run, and how their presence and absence are observed there, independently of Heddle. */
export interface Ground {
  /** The part of a chain's specification that names it. */
  readonly spec: Pick<BodyInputOf<typeof api.chains.create>, 'runtime' | 'cluster'>;
  /** Time limit of an operation, including a restart of its worker and a build from nothing. */
  readonly limitMs: number;
  readonly apiServer?: ApiServer;
  /** All parts of a chain's nodes exist once, and nothing else does. */
  expectEachNodeOnce(world: World, chainId: ChainId): Promise<void>;
  readonly reach: (chainId: ChainId, node: NodeRow) => Promise<Reached>;
  /** Nothing is left of a chain that had these ports. */
  expectNothingLeft(world: World, chainId: ChainId, ports: number[]): Promise<void>;
}

/** Processes on this machine. */
export const LOCAL: Ground = {
  spec: { runtime: 'local' },
  limitMs: 200_000,
  expectEachNodeOnce: expectOneProcessPerNode,
  reach: (_chainId, { ports }) =>
    Promise.resolve({
      address: `127.0.0.1:${String(ports['grpc'])}`,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  expectNothingLeft,
};

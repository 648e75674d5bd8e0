import { expectNothingLeft, expectOneProcessPerNode, type World } from './world';

/** The API server of a cluster that tests may take it from. */
export interface ApiServer {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Where the nodes of chains run, and how their presence and absence are seen there, whatever Heddle says. */
export interface Ground {
  /** The part of a chain's specification that names it. */
  readonly spec: Readonly<Record<string, string>>;
  /** How long an operation may take there, a restart of its worker and a build from nothing included. */
  readonly limitMs: number;
  readonly apiServer?: ApiServer;
  /** Everything that a chain's nodes consist of is there once, and nothing else. */
  expectEachNodeOnce(world: World, chainId: string): Promise<void>;
  /** Nothing is left of a chain, which had these ports. */
  expectNothingLeft(world: World, chainId: string, ports: number[]): Promise<void>;
}

/** Processes of this machine. */
export const LOCAL: Ground = {
  spec: { runtime: 'local' },
  limitMs: 110_000,
  expectEachNodeOnce: expectOneProcessPerNode,
  expectNothingLeft,
};

import type { NodeKind } from '@heddle/contracts';

/** A file that a workload reads; `secret` content is a private key and never leaves sealed storage and the node's own folder. */
export interface WorkloadFile {
  content: string;
  secret: boolean;
}

/**
 * How to run a workload's program: a Fabric binary of the runtime's, or a program that Heddle built (chaincode).
 * `${name}` in `args` and `env` values stands for a path or address that only the runtime knows, see {@link Placeholder}.
 */
export type WorkloadProgram =
  | { type: 'fabric'; binary: 'peer' | 'orderer'; args: string[] }
  | { type: 'build'; buildId: string; args: string[] };

/** What is asked to learn that a workload is ready: every condition must hold. */
export type Readiness =
  { type: 'http'; port: string; path: string; expectStatus: number } | { type: 'tcp'; port: string };

/** One thing to run, the same for every runtime. Paths in `files` are relative to the workload's configuration folder. */
export interface Workload {
  /** Stable for the workload's life; the node's id in the database. */
  id: string;
  chainId: string;
  /** Unique within its chain and a DNS label: `orderer0`, `peer0-org1`. */
  name: string;
  kind: NodeKind;
  organization: string;
  program: WorkloadProgram;
  env: Record<string, string>;
  files: Record<string, WorkloadFile>;
  /** Listener ports by name, allocated before the plan is made. */
  ports: Record<string, number>;
  /** Folders that outlive a restart, by name (`ledger`, `wal`). */
  volumes: string[];
  readiness: Readiness[];
  /** Names of workloads that should be up before this one. */
  dependsOn: string[];
}

import type { NodeKind, PodResources } from '@heddle/contracts';
import type { ProgramName } from './program-catalogue';
import type { Environment } from './secret-value';

/** A file that a workload reads; `secret` content is a private key and never leaves sealed storage and the node's own folder. */
export interface WorkloadFile {
  readonly content: string;
  readonly secret: boolean;
  /** The file is a program (an external builder's script). */
  readonly executable?: boolean;
}

/** Files by path, relative to the folder that they are written to. */
export type FileTree = Readonly<Record<string, WorkloadFile>>;

/**
 * Changes to a file of Fabric's own sample configuration, by dotted path.
 * A node starts from the whole sample of its version: a trimmed one is rejected, and environment variables can neither
 * empty a value nor set a list of maps.
 */
export interface SampleConfig {
  readonly file: 'core.yaml' | 'orderer.yaml';
  readonly set: Readonly<Record<string, unknown>>;
}

/** How to run a workload's program: one of the catalogue, one that Heddle built, or an image (chaincode). */
export type WorkloadProgram =
  | {
      readonly type: 'catalogue';
      readonly name: ProgramName;
      readonly args: readonly string[];
      /** Of a program that starts from a sample configuration of its release. */
      readonly config?: SampleConfig;
    }
  | { readonly type: 'build'; readonly buildId: string; readonly args: readonly string[] }
  /** A container image whose own entry point serves; only runtimes that run containers support it. */
  | { readonly type: 'image'; readonly image: string };

/** The readiness checks of a workload: every condition must hold. `port` is the name of one of its ports. */
export type Readiness =
  | {
      readonly type: 'http';
      readonly port: string;
      readonly path: string;
      readonly expectStatus: number;
      /** The port is served with TLS: the workload's file with the certificate of the CA that signed the server's. */
      readonly tlsCaFile?: string | undefined;
    }
  | { readonly type: 'tcp'; readonly port: string };

/**
 * One thing to run, the same for every runtime. Paths in `files` are relative to the workload's configuration folder.
 * `args`, plain `env` values and string values of `config.set` may hold placeholders that only the runtime can fill:
 * `${config}` (the configuration folder), `${volume:NAME}` (a volume's folder); see {@link fillPlaceholders}.
 */
export interface Workload {
  /** Stable for the workload's life; the node's id in the database. */
  readonly id: string;
  readonly chainId: string;
  /** Unique within its chain and a DNS label: `orderer0`, `peer0-org1`. */
  readonly name: string;
  readonly kind: NodeKind;
  readonly organization: string;
  readonly program: WorkloadProgram;
  readonly env: Environment;
  readonly files: FileTree;
  /** Listener ports by name, allocated before the plan is created. */
  readonly ports: Readonly<Record<string, number>>;
  /** Folders that outlive a restart, by name (`ledger`, `wal`). */
  readonly volumes: readonly string[];
  /** Requested resources where a runtime schedules onto machines; default: those of the runtime. */
  readonly resources?: PodResources;
  readonly readiness: readonly Readiness[];
  /** Names of workloads of the chain that are ready before this one starts, and that stop after it. */
  readonly dependsOn: readonly string[];
}

import type { PodResources } from '@heddle/contracts';
import type { FileTree } from './workload';

/** A node of a chain with what the database knows of it. */
export interface NodePlacement {
  readonly id: string;
  readonly name: string;
  /** Port number by port name. */
  readonly ports: Readonly<Record<string, number>>;
  /** `msp/...`, `tls/server.crt`, `tls/server.key`, `tls/ca.crt`, as the identities library writes them. */
  readonly files: FileTree;
  readonly resources?: PodResources;
}

/** Where nodes listen and under which host they are reachable; provided by the runtime. */
export interface Addresses {
  readonly listenHost: string;
  hostOf(node: { chainId: string; name: string }): string;
}

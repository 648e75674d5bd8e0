import type { PodResources } from '@heddle/contracts';
import type { FileTree } from './workload';

/** A node of a chain with what the database knows of it. */
export interface NodePlacement {
  readonly id: string;
  readonly name: string;
  /** Version of the node's settings. Default: {@link NODE_SETTINGS}. */
  readonly settings?: number;
  /** Port number by port name. */
  readonly ports: Readonly<Record<string, number>>;
  /** `msp/...`, `tls/server.crt`, `tls/server.key`, `tls/ca.crt`, as the identities library writes them. */
  readonly files: FileTree;
  /** Of a peer: `host:port` of the peers that it contacts first; see {@link gossipBootstrap}. Default: itself. */
  readonly gossipBootstrap?: readonly string[];
  readonly resources?: PodResources;
}

/** Where nodes listen and under which host they are reachable; provided by the runtime. */
export interface Addresses {
  readonly listenHost: string;
  hostOf(node: { chainId: string; name: string }): string;
}

/** A port that is leased to one port name of one node, until it is released. */
export interface PortLease {
  readonly port: number;
  readonly chainId: string;
  readonly node: string;
  readonly name: string;
}

/**
 * Port leases, shared by all workers. Both `port` and (`chainId`, `node`, `name`) are unique. Implementations rely on
 * unique keys, so there are no races.
 */
export interface PortLeases {
  /** All leases, of every chain. */
  list(): Promise<PortLease[]>;
  /** Takes a port; false if the port or the (chain, node, name) is already leased. */
  acquire(lease: PortLease): Promise<boolean>;
  /** Releases the ports of the given nodes, or all of the chain. */
  release(chainId: string, nodes?: readonly string[]): Promise<void>;
}

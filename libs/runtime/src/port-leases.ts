/** A port that belongs to one port name of one node, until it is released. */
export interface PortLease {
  readonly port: number;
  readonly chainId: string;
  readonly node: string;
  readonly name: string;
}

/**
 * Remembers which port belongs to whom, across workers. Both `port` and (`chainId`, `node`, `name`) are unique:
 * an implementation leaves the decision to a unique key and so has no race.
 */
export interface PortLeases {
  /** All leases, of every chain. */
  list(): Promise<PortLease[]>;
  /** Takes a port; false when the port or the (chain, node, name) is already in the store, whoever was faster. */
  acquire(lease: PortLease): Promise<boolean>;
  /** Gives back the ports of the given nodes, or all of the chain. */
  release(chainId: string, nodes?: readonly string[]): Promise<void>;
}

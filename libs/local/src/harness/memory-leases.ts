import type { PortLease, PortLeases } from '@heddle/runtime';

/** Port leases in memory, for tests. */
export function memoryLeases(): PortLeases {
  let held: PortLease[] = [];
  const clashes = (one: PortLease, other: PortLease) =>
    one.port === other.port || (one.chainId === other.chainId && one.node === other.node && one.name === other.name);
  return {
    list: () => Promise.resolve([...held]),
    acquire: (lease) => {
      if (held.some((other) => clashes(lease, other))) return Promise.resolve(false);
      held.push(lease);
      return Promise.resolve(true);
    },
    release: (chainId, nodes) => {
      held = held.filter((lease) => lease.chainId !== chainId || !(nodes?.includes(lease.node) ?? true));
      return Promise.resolve();
    },
  };
}

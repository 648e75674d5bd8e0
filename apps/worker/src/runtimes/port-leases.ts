import { ChainId } from '@heddle/contracts';
import type { Database } from '@heddle/data';
import type { PortLeases } from '@heddle/runtime';

/** The runtime's port leases as rows, so that workers never allocate the same port twice. */
export function portLeases(database: Database): PortLeases {
  return {
    list: () => database.store.ports.list(),
    acquire: (lease) =>
      database.transaction((store) => store.ports.acquire({ ...lease, chainId: ChainId.parse(lease.chainId) })),
    release: (chainId, nodes) => database.transaction((store) => store.ports.release(ChainId.parse(chainId), nodes)),
  };
}

import {
  PortsExhaustedError,
  type AllocatedPorts,
  type PortLease,
  type PortLeases,
  type PortRequest,
} from '@heddle/runtime';
import { isPortFree } from './port-check';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export interface PortAllocation {
  readonly leases: PortLeases;
  readonly range: PortRange;
  readonly chainId: string;
  readonly requests: readonly PortRequest[];
}

type Wish = Omit<PortLease, 'port'>;

const sameWish = (lease: PortLease, wish: Wish): boolean =>
  lease.chainId === wish.chainId && lease.node === wish.node && lease.name === wish.name;

/**
 * Allocates a port of the range for every (node, port name). The store resolves races; a port that a process outside of
 * Heddle uses is skipped. The range is outside the kernel's ephemeral ports, so no outgoing connection takes a port
 * before the node starts.
 *
 * @throws PortsExhaustedError
 */
export async function allocatePorts({ leases, range, chainId, requests }: PortAllocation): Promise<AllocatedPorts> {
  const wishes = requests.flatMap(({ node, ports }) => ports.map((name): Wish => ({ chainId, node, name })));
  const held = await leases.list();
  const taken = new Set(held.map(({ port }) => port));
  const granted: PortLease[] = [];
  for (const wish of wishes) {
    const existing = held.find((lease) => sameWish(lease, wish));
    granted.push(existing ?? (await grant(wish, { leases, range, taken })));
  }
  return Object.fromEntries(
    requests.map(({ node }) => [
      node,
      Object.fromEntries(granted.filter((lease) => lease.node === node).map(({ name, port }) => [name, port])),
    ]),
  );
}

interface Candidates {
  readonly leases: PortLeases;
  readonly range: PortRange;
  /** Ports that are known to be unavailable. */
  readonly taken: Set<number>;
}

async function grant(wish: Wish, { leases, range, taken }: Candidates): Promise<PortLease> {
  for (let port = range.first; port <= range.last; port += 1) {
    if (taken.has(port)) continue;
    taken.add(port);
    if (!(await isPortFree(port))) continue;
    const lease = { ...wish, port };
    if (await leases.acquire(lease)) return lease;
    const faster = (await leases.list()).find((other) => sameWish(other, wish));
    if (faster !== undefined) return faster;
  }
  throw new PortsExhaustedError(range.first, range.last);
}

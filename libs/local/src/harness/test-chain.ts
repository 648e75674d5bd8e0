import { ChainSpec } from '@heddle/contracts';
import type { ContractChain, OperationsAccess, RuntimeDriver } from '@heddle/runtime';
import { planWorkloads, requestedInventory } from '@heddle/topology';
import { randomUUID } from 'node:crypto';
import { cryptogenFiles } from './cryptogen';

/** The Fabric release for live tests. */
export function testFabricHome(): string {
  const home = process.env['FABRIC_HOME'];
  if (home === undefined) throw new Error('Set FABRIC_HOME to a Fabric release: live tests run real nodes.');
  return home;
}

export interface TestChainShape {
  readonly orderers?: number;
  readonly peers?: number;
}

const accesses = new Map<string, OperationsAccess>();

/** Credentials for the operations endpoints of chains that {@link testChain} created. */
export const testAccess = (chainId: string): Promise<OperationsAccess | undefined> =>
  Promise.resolve(accesses.get(chainId));

/** Workloads of a small chain with ports of the runtime's. */
export async function testChain(
  driver: RuntimeDriver,
  { orderers = 1, peers = 1 }: TestChainShape = {},
): Promise<ContractChain> {
  const chainId = randomUUID();
  const inventory = requestedInventory(
    ChainSpec.parse({ name: 'trade', ordering: { orderers }, organizations: [{ name: 'org1', peers }] }),
  );
  const { nodes } = inventory;
  const [{ files, monitoringCa, access }, ports] = await Promise.all([
    cryptogenFiles(inventory, testFabricHome()),
    driver.allocatePorts(
      chainId,
      nodes.map(({ name, ports: names }) => ({ node: name, ports: names })),
    ),
  ]);
  const placements = nodes.map(({ name }) => ({
    id: randomUUID(),
    name,
    ports: ports[name] ?? {},
    files: files[name] ?? {},
  }));
  accesses.set(chainId, access);
  const workloads = planWorkloads({ inventory, chainId, placements, addresses: driver.addresses, monitoringCa });
  return { chainId, workloads, access };
}

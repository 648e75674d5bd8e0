import { ChainSpec } from '@heddle/contracts';
import type { ContractChain, OperationsAccess, RuntimeDriver } from '@heddle/runtime';
import { createTestIdentities, type TestIdentities } from '@heddle/testing';
import { planWorkloads, requestedInventory, type PlannedNode } from '@heddle/topology';
import { randomUUID } from 'node:crypto';

export interface TestChainShape {
  readonly orderers?: number;
  /** Peers of each of two organizations; 1 and a single organization when not given. */
  readonly peers?: number;
  readonly organizations?: number;
}

const accesses = new Map<string, OperationsAccess>();

/** Credentials for the operations endpoints of chains that {@link testChain} created. */
export const testAccess = (chainId: string): Promise<OperationsAccess | undefined> =>
  Promise.resolve(accesses.get(chainId));

/** Workloads of a chain with real identities, as the runtime's addresses and ports want them. */
export async function testChain(
  { addresses, allocatePorts }: Pick<RuntimeDriver, 'addresses' | 'allocatePorts'>,
  { orderers = 1, peers = 1, organizations = 1 }: TestChainShape = {},
): Promise<ContractChain> {
  const chainId = randomUUID();
  const spec = ChainSpec.parse({
    name: 'trade',
    ordering: { orderers },
    organizations: Array.from({ length: organizations }, (_, index) => ({ name: `org${index + 1}`, peers })),
  });
  const { nodes } = requestedInventory(spec);
  const issuers = new Map<string, Promise<TestIdentities>>();
  const issuerOf = ({ mspId, organization }: PlannedNode) => {
    const issuer = issuers.get(mspId) ?? createTestIdentities(mspId, `${organization}.test`);
    issuers.set(mspId, issuer);
    return issuer;
  };
  const ports = await allocatePorts(
    chainId,
    nodes.map(({ name, ports: names }) => ({ node: name, ports: names })),
  );
  const placements = await Promise.all(
    nodes.map(async (node) => {
      const issuer = await issuerOf(node);
      const { files } = await issuer.issueNode(addresses.hostOf({ chainId, name: node.name }), node.kind);
      return { id: randomUUID(), name: node.name, ports: ports[node.name] ?? {}, files };
    }),
  );
  const monitoring = await createTestIdentities('Monitoring', 'monitoring.test');
  const authorities = await Promise.all(
    nodes.map(async (node) => [node.organization, (await issuerOf(node)).tlsRootCertificate] as const),
  );
  const access = { authorities: Object.fromEntries(authorities), ...monitoring.tlsClient };
  accesses.set(chainId, access);
  const monitoringCa = monitoring.tlsRootCertificate;
  const workloads = planWorkloads({ inventory: { nodes }, chainId, placements, addresses, monitoringCa });
  return { chainId, access, workloads };
}

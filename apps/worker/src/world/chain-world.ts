import type { ChainId } from '@heddle/contracts';
import { inventoryOf, type ChainEntity, type Identity, type NodeEntity, type StoredInventory } from '@heddle/data';
import type { HostPort } from '@heddle/fabric';
import { planCertificates, portOf, type Inventory, type PlannedNode, type PlannedOrganization } from '@heddle/topology';
import type { WorkerServices } from '../services';
import { keepStored, organizationKeys, type OrganizationKeys } from './chain-keys';

/** A chain as stored in the database. */
export interface ChainWorld {
  readonly chain: ChainEntity;
  readonly inventory: StoredInventory;
  readonly ordererOrganization: PlannedOrganization;
  readonly peerOrganizations: readonly PlannedOrganization[];
  /** Planned orderers and peers with their rows. */
  readonly orderers: readonly WorldNode[];
  readonly peers: readonly WorldNode[];
  readonly identities: readonly Identity[];
  readonly keys: ReadonlyMap<string, OrganizationKeys>;
}

export interface WorldNode {
  readonly plan: PlannedNode;
  readonly row: NodeEntity;
}

/** Where peers, orderers and applications reach the node. */
export const grpcAddress = ({ row }: Pick<WorldNode, 'row'>): HostPort => ({
  host: row.host,
  port: portOf(row, 'grpc'),
});

/** What is needed to read a chain and its sealed keys. */
export type KeyServices = Pick<WorkerServices, 'database' | 'sealer'>;

export type ChainKeysMap = ReadonlyMap<string, OrganizationKeys>;

/** The keys of every organization. All must have been issued. */
async function chainKeys(inventory: Inventory, identities: readonly Identity[]): Promise<ChainKeysMap> {
  const keep = keepStored(identities);
  const entries = await Promise.all(
    planCertificates(inventory).map(
      async (plan) => [plan.organization.name, await organizationKeys(plan, keep)] as const,
    ),
  );
  return new Map(entries);
}

/** Loads a chain with planned nodes and issued identities. */
export async function loadChainWorld({ database, sealer }: KeyServices, chainId: ChainId): Promise<ChainWorld> {
  const { store } = database;
  const [chain, inventory, identities] = await Promise.all([
    store.chains.get(chainId),
    inventoryOf(store, chainId),
    store.identities.openChain(chainId, sealer),
  ]);
  const nodes = inventory.nodes.map((node) => ({ plan: node, row: node.row }));
  const [ordererOrganization, ...peerOrganizations] = inventory.organizations;
  if (ordererOrganization === undefined) throw new Error(`Chain ${chain.name} has no ordering organization.`);
  return {
    chain,
    inventory,
    ordererOrganization,
    peerOrganizations,
    orderers: nodes.filter(({ plan }) => plan.kind === 'orderer'),
    peers: nodes.filter(({ plan }) => plan.kind === 'peer'),
    identities,
    keys: await chainKeys(inventory, identities),
  };
}

import type { ChainId } from '@heddle/contracts';
import { planNode, type Inventory, type PlannedNode } from '@heddle/topology';
import type { ChainEntity } from './entities/chain.entity';
import type { NodeEntity } from './entities/node.entity';
import type { OrganizationEntity } from './entities/organization.entity';
import type { Store } from './store';

/** A node of a chain with its row. */
export interface StoredNode extends PlannedNode {
  readonly row: NodeEntity;
}

/** The inventory of a chain, as its rows describe it. */
export interface StoredInventory extends Inventory {
  readonly nodes: readonly StoredNode[];
}

export interface InventoryRows {
  readonly chain: Pick<ChainEntity, 'name' | 'spec'>;
  readonly organizations: readonly OrganizationEntity[];
  readonly nodes: readonly NodeEntity[];
}

/** Nodes have rows once the creation of the chain has planned them. */
export function toInventory({ chain, organizations, nodes }: InventoryRows): StoredInventory {
  return {
    chain: chain.name,
    certificates: chain.spec.certificates,
    organizations: organizations.map(({ name, mspId, domain, kind }) => ({ name, mspId, domain, kind })),
    nodes: organizations.flatMap((organization) =>
      nodes
        .filter((row) => row.organization === organization.name)
        .flatMap((row) => (row.ordinal === null ? [] : { ...planNode(organization, row.ordinal), row }))
        .sort((a, b) => a.ordinal - b.ordinal),
    ),
  };
}

/** @throws RowNotFoundError */
export async function inventoryOf(
  { chains, organizations, nodes }: Pick<Store, 'chains' | 'organizations' | 'nodes'>,
  chainId: ChainId,
): Promise<StoredInventory> {
  return toInventory({
    chain: await chains.get(chainId),
    organizations: await organizations.ofChain(chainId),
    nodes: await nodes.ofChain(chainId),
  });
}

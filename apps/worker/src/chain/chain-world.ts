import type { ChainId } from '@heddle/contracts';
import type { ChainEntity, NodeEntity } from '@heddle/data';
import {
  organizationsOf,
  planCertificates,
  planNodes,
  type PlannedNode,
  type PlannedOrganization,
} from '@heddle/topology';
import type { WorkerServices } from '../services';
import { keepOrRefuse, organizationKeys, type OrganizationKeys } from './chain-keys';

/** A chain as stored in the database, with its keys opened. */
export interface ChainWorld {
  readonly chain: ChainEntity;
  readonly ordererOrganization: PlannedOrganization;
  readonly peerOrganizations: readonly PlannedOrganization[];
  /** Planned orderers and peers with their rows. */
  readonly orderers: readonly WorldNode[];
  readonly peers: readonly WorldNode[];
  readonly keys: ReadonlyMap<string, OrganizationKeys>;
}

export interface WorldNode {
  readonly plan: PlannedNode;
  readonly row: NodeEntity;
}

/** What is needed to read a chain and its sealed keys. */
export type KeyServices = Pick<WorkerServices, 'database' | 'sealer'>;

export type ChainKeysMap = ReadonlyMap<string, OrganizationKeys>;

/** The keys of every organization. All must have been issued. */
export async function openChainKeys({ database, sealer }: KeyServices, chain: ChainEntity): Promise<ChainKeysMap> {
  const keep = keepOrRefuse({ chainId: chain.id, identities: database.store.identities, sealer });
  const entries = await Promise.all(
    planCertificates(chain.spec).map(
      async (plan) => [plan.organization.name, await organizationKeys(plan, keep)] as const,
    ),
  );
  return new Map(entries);
}

/** Loads a chain with planned nodes and issued identities. */
export async function loadChainWorld(services: KeyServices, chainId: ChainId): Promise<ChainWorld> {
  const { store } = services.database;
  const chain = await store.chains.get(chainId);
  const [rows, keys] = await Promise.all([store.nodes.ofChain(chainId), openChainKeys(services, chain)]);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const nodes = planNodes(chain.spec).map((plan) => {
    const row = byName.get(plan.name);
    if (row === undefined) throw new Error(`${plan.name} of chain ${chain.name} was never planned.`);
    return { plan, row };
  });
  const [ordererOrganization, ...peerOrganizations] = organizationsOf(chain.spec);
  if (ordererOrganization === undefined) throw new Error(`Chain ${chain.name} has no ordering organization.`);
  return {
    chain,
    ordererOrganization,
    peerOrganizations,
    orderers: nodes.filter(({ plan }) => plan.kind === 'orderer'),
    peers: nodes.filter(({ plan }) => plan.kind === 'peer'),
    keys,
  };
}

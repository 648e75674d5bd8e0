import { defaultDomain, defaultMspId, type ChainSpec } from '@heddle/contracts';
import { planNode, type PlannedNode, type PlannedOrganization } from './nodes';

/**
 * What a chain consists of now. Workloads, certificates and connection profiles follow from it alone, whatever the
 * chain's spec once asked for.
 */
export interface Inventory {
  /** Name of the chain. */
  readonly chain: string;
  /** Validity of new certificates. */
  readonly certificates: ChainSpec['certificates'];
  /** The ordering service's first, then the peer organizations in the order in which they became members. */
  readonly organizations: readonly PlannedOrganization[];
  /** Grouped by organization in the same order, each group by ordinal. */
  readonly nodes: readonly PlannedNode[];
}

interface NamedOrganization {
  readonly name: string;
  readonly mspId?: string | undefined;
  readonly domain?: string | undefined;
}

/** The organizations that a spec asks for, with every default filled in. */
function requestedOrganizations(spec: ChainSpec): PlannedOrganization[] {
  const planned = ({ name, mspId, domain }: NamedOrganization, kind: PlannedOrganization['kind']) => ({
    name,
    mspId: mspId ?? defaultMspId(name),
    domain: domain ?? defaultDomain(name, spec.name),
    kind,
  });
  return [
    planned(spec.ordering.organization, 'orderer'),
    ...spec.organizations.map((organization) => planned(organization, 'peer')),
  ];
}

/** The inventory that a spec asks for: the same spec always gives the same one. */
export function requestedInventory(spec: ChainSpec): Inventory {
  const organizations = requestedOrganizations(spec);
  const counts = [spec.ordering.orderers, ...spec.organizations.map(({ peers }) => peers)];
  return {
    chain: spec.name,
    certificates: spec.certificates,
    organizations,
    nodes: organizations.flatMap((organization, index) =>
      Array.from({ length: counts[index] ?? 0 }, (_, ordinal) => planNode(organization, ordinal)),
    ),
  };
}

/** Nodes of one organization. */
export function nodesOf(nodes: readonly PlannedNode[], { name }: Pick<PlannedOrganization, 'name'>): PlannedNode[] {
  return nodes.filter(({ organization }) => organization === name);
}

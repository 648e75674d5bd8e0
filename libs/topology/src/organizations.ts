import { defaultDomain, defaultMspId, type ChainSpec } from '@heddle/contracts';

/** An organization of a chain with every default filled in. */
export interface PlannedOrganization {
  readonly name: string;
  readonly mspId: string;
  readonly domain: string;
  readonly kind: 'orderer' | 'peer';
  /** How many orderers or peers it runs. */
  readonly nodes: number;
}

interface NamedOrganization {
  readonly name: string;
  readonly mspId?: string | undefined;
  readonly domain?: string | undefined;
}

/** All organizations of a chain: the ordering service's first, then the peer organizations in the order of the spec. */
export function organizationsOf(spec: ChainSpec): PlannedOrganization[] {
  const withDefaults = ({ name, mspId, domain }: NamedOrganization) => ({
    name,
    mspId: mspId ?? defaultMspId(name),
    domain: domain ?? defaultDomain(name, spec.name),
  });
  const { ordering } = spec;
  return [
    { ...withDefaults(ordering.organization), kind: 'orderer', nodes: ordering.orderers },
    ...spec.organizations.map((organization) => ({
      ...withDefaults(organization),
      kind: 'peer' as const,
      nodes: organization.peers,
    })),
  ];
}

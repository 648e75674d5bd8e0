import type { ChainSpec } from '@heddle/contracts';
import { organizationsOf, type PlannedOrganization } from './organizations';

/** Listeners of an orderer; raft's cluster traffic shares `grpc`. */
export const ORDERER_PORTS = ['grpc', 'admin', 'operations'] as const;
/** Listeners of a peer. */
export const PEER_PORTS = ['grpc', 'chaincode', 'operations'] as const;
/** Listeners of a chaincode server. */
export const CHAINCODE_PORTS = ['chaincode'] as const;

/** A node that a chain needs, before it has an id and ports. */
export interface PlannedNode {
  /** DNS label, unique within the chain: `orderer0`, `peer0-org1`. */
  readonly name: string;
  readonly kind: 'orderer' | 'peer';
  readonly organization: string;
  readonly mspId: string;
  /** Full name within the organization's domain: `peer0.org1.trade.internal`. */
  readonly hostName: string;
  /** Names of the ports that it listens on. */
  readonly ports: readonly string[];
}

function plannedNode(organization: PlannedOrganization, index: number): PlannedNode {
  const { kind, name, mspId, domain } = organization;
  const label = `${kind}${index}`;
  return {
    name: kind === 'orderer' ? label : `${label}-${name}`,
    kind,
    organization: name,
    mspId,
    hostName: `${label}.${domain}`,
    ports: kind === 'orderer' ? ORDERER_PORTS : PEER_PORTS,
  };
}

/** Every orderer and peer of a chain, orderers first; the same spec always gives the same names in the same order. */
export function planNodes(spec: ChainSpec): PlannedNode[] {
  return organizationsOf(spec).flatMap((organization) =>
    Array.from({ length: organization.nodes }, (_, index) => plannedNode(organization, index)),
  );
}

/** Listeners of an orderer; raft's cluster traffic shares `grpc`. */
export const ORDERER_PORTS = ['grpc', 'admin', 'operations'] as const;
/** Listeners of a peer. */
export const PEER_PORTS = ['grpc', 'chaincode', 'operations'] as const;
/** Listeners of a chaincode server. */
export const CHAINCODE_PORTS = ['chaincode'] as const;

/** An organization of a chain. */
export interface PlannedOrganization {
  readonly name: string;
  readonly mspId: string;
  readonly domain: string;
  readonly kind: 'orderer' | 'peer';
}

/** A node that a chain needs, before it has an id and ports. */
export interface PlannedNode {
  /** DNS label, unique within the chain: `orderer0`, `peer0-org1`. */
  readonly name: string;
  readonly kind: 'orderer' | 'peer';
  readonly organization: string;
  /** Its number within the organization, from 0. */
  readonly ordinal: number;
  readonly mspId: string;
  /** Full name within the organization's domain: `peer0.org1.trade.internal`. */
  readonly hostName: string;
  /** Names of the ports that it listens on. */
  readonly ports: readonly string[];
}

/** @param ordinal number of the node within its organization, from 0; never given to another node */
export function planNode(organization: PlannedOrganization, ordinal: number): PlannedNode {
  const { kind, name, mspId, domain } = organization;
  const label = `${kind}${ordinal}`;
  return {
    name: kind === 'orderer' ? label : `${label}-${name}`,
    kind,
    organization: name,
    ordinal,
    mspId,
    hostName: `${label}.${domain}`,
    ports: kind === 'orderer' ? ORDERER_PORTS : PEER_PORTS,
  };
}

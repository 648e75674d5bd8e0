import { join } from 'node:path';

/** A node of the benchmark chain. */
export interface ToolNode {
  /** DNS name, as cryptogen generates it. */
  readonly name: string;
  readonly kind: 'orderer' | 'peer';
  readonly mspId: string;
  /** Folder with its msp and tls folders. */
  readonly materials: string;
  /** Host at which it is reached. */
  readonly host: string;
  readonly port: number;
  /** An orderer's admin listener, a peer's chaincode listener. */
  readonly adminPort: number;
  readonly operationsPort: number;
}

export interface ToolOrganization {
  readonly mspId: string;
  readonly domain: string;
  /** Folder that cryptogen wrote for it. */
  readonly folder: string;
  readonly nodes: readonly ToolNode[];
}

/** The benchmark chain as Fabric's tools see it: three orderers, two organizations with two peers each. */
export interface ToolNetwork {
  readonly folder: string;
  readonly ordering: ToolOrganization;
  readonly members: readonly ToolOrganization[];
}

export const ORDERERS = 3;
export const MEMBERS = 2;
export const PEERS = 2;
/** Three listeners per node. */
export const NODE_PORTS = 3 * (ORDERERS + MEMBERS * PEERS);

type Listeners = Pick<ToolNode, 'host' | 'port' | 'adminPort' | 'operationsPort'>;

/** Where each node listens. */
type Placing = (node: { kind: 'orderer' | 'peer'; index: number; organization: string }) => Listeners;

/**
 * Nodes on this machine.
 * @param ports NODE_PORTS of them
 */
export function onLoopback(ports: readonly number[]): Placing {
  const free = [...ports];
  const take = () => free.shift() ?? 0;
  return () => ({ host: '127.0.0.1', port: take(), adminPort: take(), operationsPort: take() });
}

export function toolNetwork(folder: string, place: Placing): ToolNetwork {
  const ordererFolder = join(folder, 'ordererOrganizations', 'example.com');
  const ordering = {
    mspId: 'OrdererMSP',
    domain: 'example.com',
    folder: ordererFolder,
    nodes: range(ORDERERS).map((index) => {
      const name = `orderer${index + 1}.example.com`;
      const kind = 'orderer' as const;
      const materials = join(ordererFolder, 'orderers', name);
      return { name, kind, mspId: 'OrdererMSP', materials, ...place({ kind, index, organization: 'orderer' }) };
    }),
  };
  const members = range(MEMBERS).map((number) => {
    const organization = `org${number + 1}`;
    const domain = `${organization}.example.com`;
    const mspId = `Org${number + 1}MSP`;
    const own = join(folder, 'peerOrganizations', domain);
    const nodes = range(PEERS).map((index) => {
      const name = `peer${index}.${domain}`;
      const kind = 'peer' as const;
      return { name, kind, mspId, materials: join(own, 'peers', name), ...place({ kind, index, organization }) };
    });
    return { mspId, domain, folder: own, nodes };
  });
  return { folder, ordering, members };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

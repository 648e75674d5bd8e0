import { join } from 'node:path';

/**
 * The chain of the figures as Fabric's tools see it: three orderers, two organizations with two peers each.
 *
 * @typedef {object} ToolNode
 * @property {string} name DNS name, as cryptogen makes it
 * @property {'orderer' | 'peer'} kind
 * @property {string} mspId
 * @property {string} materials folder with its msp and tls
 * @property {number} port
 * @property {number} adminPort an orderer's admin listener, a peer's chaincode listener
 * @property {number} operationsPort
 *
 * @typedef {object} ToolOrganization
 * @property {string} mspId
 * @property {string} domain
 * @property {string} folder what cryptogen made for it
 * @property {ToolNode[]} nodes
 *
 * @typedef {{ folder: string, ordering: ToolOrganization, members: ToolOrganization[] }} ToolNetwork
 */

export const ORDERERS = 3;
export const MEMBERS = 2;
export const PEERS = 2;
/** Three listeners for every node. */
export const NODE_PORTS = 3 * (ORDERERS + MEMBERS * PEERS);

/**
 * @param {string} folder
 * @param {readonly number[]} ports NODE_PORTS of them
 * @returns {ToolNetwork}
 */
export function toolNetwork(folder, ports) {
  const free = [...ports];
  const take = () => free.shift() ?? 0;
  /** @param {Omit<ToolNode, 'port' | 'adminPort' | 'operationsPort'>} node */
  const listening = (node) => ({ ...node, port: take(), adminPort: take(), operationsPort: take() });
  const ordererFolder = join(folder, 'ordererOrganizations', 'example.com');
  const ordering = {
    mspId: 'OrdererMSP',
    domain: 'example.com',
    folder: ordererFolder,
    nodes: range(ORDERERS).map((index) => {
      const name = `orderer${index + 1}.example.com`;
      const materials = join(ordererFolder, 'orderers', name);
      return listening({ name, kind: /** @type {const} */ ('orderer'), mspId: 'OrdererMSP', materials });
    }),
  };
  const members = range(MEMBERS).map((number) => {
    const domain = `org${number + 1}.example.com`;
    const mspId = `Org${number + 1}MSP`;
    const own = join(folder, 'peerOrganizations', domain);
    const nodes = range(PEERS).map((index) => {
      const name = `peer${index}.${domain}`;
      return listening({ name, kind: /** @type {const} */ ('peer'), mspId, materials: join(own, 'peers', name) });
    });
    return { mspId, domain, folder: own, nodes };
  });
  return { folder, ordering, members };
}

/** @param {number} count */
function range(count) {
  return Array.from({ length: count }, (_, index) => index);
}

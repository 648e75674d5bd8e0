import { join } from 'node:path';

/**
 * The benchmark chain as Fabric's tools see it: three orderers, two organizations with two peers each.
 *
 * @typedef {object} ToolNode
 * @property {string} name DNS name, as cryptogen generates it
 * @property {'orderer' | 'peer'} kind
 * @property {string} mspId
 * @property {string} materials folder with its msp and tls folders
 * @property {string} host host at which it is reached
 * @property {number} port
 * @property {number} adminPort an orderer's admin listener, a peer's chaincode listener
 * @property {number} operationsPort
 *
 * @typedef {object} ToolOrganization
 * @property {string} mspId
 * @property {string} domain
 * @property {string} folder folder that cryptogen wrote for it
 * @property {ToolNode[]} nodes
 *
 * @typedef {{ folder: string, ordering: ToolOrganization, members: ToolOrganization[] }} ToolNetwork
 */

export const ORDERERS = 3;
export const MEMBERS = 2;
export const PEERS = 2;
/** Three listeners per node. */
export const NODE_PORTS = 3 * (ORDERERS + MEMBERS * PEERS);

/** @typedef {Pick<ToolNode, 'host' | 'port' | 'adminPort' | 'operationsPort'>} Listeners */
/** @typedef {(node: { kind: 'orderer' | 'peer', index: number, organization: string }) => Listeners} Placing where each node listens */

/**
 * Nodes on this machine.
 * @param {readonly number[]} ports NODE_PORTS of them
 * @returns {Placing}
 */
export function onLoopback(ports) {
  const free = [...ports];
  const take = () => free.shift() ?? 0;
  return () => ({ host: '127.0.0.1', port: take(), adminPort: take(), operationsPort: take() });
}

/**
 * @param {string} folder
 * @param {Placing} place
 * @returns {ToolNetwork}
 */
export function toolNetwork(folder, place) {
  const ordererFolder = join(folder, 'ordererOrganizations', 'example.com');
  const ordering = {
    mspId: 'OrdererMSP',
    domain: 'example.com',
    folder: ordererFolder,
    nodes: range(ORDERERS).map((index) => {
      const name = `orderer${index + 1}.example.com`;
      const kind = /** @type {const} */ ('orderer');
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
      const kind = /** @type {const} */ ('peer');
      return { name, kind, mspId, materials: join(own, 'peers', name), ...place({ kind, index, organization }) };
    });
    return { mspId, domain, folder: own, nodes };
  });
  return { folder, ordering, members };
}

/** @param {number} count */
function range(count) {
  return Array.from({ length: count }, (_, index) => index);
}

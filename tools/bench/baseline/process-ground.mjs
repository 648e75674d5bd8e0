import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NodeProcesses, nodeEnvironment } from './nodes.mjs';
import { NODE_PORTS, onLoopback, toolNetwork } from './topology.mjs';

/** @typedef {import('./topology.mjs').ToolOrganization} ToolOrganization */

/** Listeners of all nodes and of one chaincode server per organization. */
export const TOOL_CHAIN_PORTS = NODE_PORTS + 2;

/**
 * Processes on this machine.
 * @param {import('./fabric-commands.mjs').FabricCommands} commands
 * @param {{ folder: string, ports: readonly number[], program: string }} options ports: TOOL_CHAIN_PORTS of them; program: the built chaincode
 * @returns {import('./tool-chain.mjs').Ground}
 */
export function processGround(commands, { folder, ports, program }) {
  const network = toolNetwork(folder, onLoopback(ports));
  const chaincodePorts = ports.slice(NODE_PORTS);
  const processes = new NodeProcesses();
  /** @param {ToolOrganization} member */
  const chaincodeAddress = (member) => `127.0.0.1:${chaincodePorts[network.members.indexOf(member)]}`;

  async function startNodes() {
    const { ordering, members } = network;
    for (const { nodes } of [ordering, ...members]) {
      for (const node of nodes) {
        const state = join(folder, 'state', node.name);
        mkdirSync(state, { recursive: true });
        const place = { config: join(folder, 'config'), state, bootstrap: nodes[0] ?? node };
        const env = { PATH: process.env['PATH'], ...nodeEnvironment(node, place) };
        const args = node.kind === 'peer' ? ['node', 'start'] : [];
        processes.start(commands.path(node.kind), args, { env, log: join(state, 'node.log') });
      }
    }
  }

  /** @param {readonly import('./tool-chain.mjs').ChaincodeServer[]} servers */
  async function startChaincode(servers) {
    for (const { member, folder: own, packageId } of servers) {
      copyFileSync(program, join(own, 'chaincode'));
      const env = {
        CORE_CHAINCODE_ID_NAME: packageId,
        CHAINCODE_SERVER_ADDRESS: chaincodeAddress(member),
      };
      processes.start(join(own, 'chaincode'), [], { env, log: join(own, 'chaincode.log') });
    }
  }

  return {
    network,
    commands,
    startNodes,
    chaincodeAddress,
    startChaincode,
    // It listens long before the first transaction is endorsed.
    chaincodeReady: async () => undefined,
    stop: () => processes.stop(),
  };
}

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FabricCommands } from './fabric-commands.ts';
import { NodeProcesses, nodeEnvironment } from './nodes.ts';
import type { ChaincodeServer, Ground } from './tool-chain.ts';
import { NODE_PORTS, onLoopback, toolNetwork, type ToolOrganization } from './topology.ts';

/** Listeners of all nodes and of one chaincode server per organization. */
export const TOOL_CHAIN_PORTS = NODE_PORTS + 2;

interface ProcessGroundOptions {
  readonly folder: string;
  /** TOOL_CHAIN_PORTS of them. */
  readonly ports: readonly number[];
  /** The built chaincode. */
  readonly program: string;
}

interface ProcessGround extends Ground {
  /** The nodes and then the chaincode servers. */
  readonly pids: () => number[];
}

/** Processes on this machine. */
export function processGround(
  commands: FabricCommands,
  { folder, ports, program }: ProcessGroundOptions,
): ProcessGround {
  const network = toolNetwork(folder, onLoopback(ports));
  const chaincodePorts = ports.slice(NODE_PORTS);
  const processes = new NodeProcesses();
  const chaincodeAddress = (member: ToolOrganization) =>
    `127.0.0.1:${chaincodePorts[network.members.indexOf(member)] ?? 0}`;

  function startNodes(): Promise<void> {
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
    return Promise.resolve();
  }

  function startChaincode(servers: readonly ChaincodeServer[]): Promise<void> {
    for (const { member, folder: own, packageId } of servers) {
      copyFileSync(program, join(own, 'chaincode'));
      const env = {
        CORE_CHAINCODE_ID_NAME: packageId,
        CHAINCODE_SERVER_ADDRESS: chaincodeAddress(member),
      };
      processes.start(join(own, 'chaincode'), [], { env, log: join(own, 'chaincode.log') });
    }
    return Promise.resolve();
  }

  return {
    network,
    commands,
    startNodes,
    chaincodeAddress,
    startChaincode,
    // It listens long before the first transaction is endorsed.
    chaincodeReady: () => Promise.resolve(),
    stop: () => processes.stop(),
    pids: () => processes.pids,
  };
}

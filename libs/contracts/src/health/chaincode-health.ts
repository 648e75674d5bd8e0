import { servesDefinition } from '../server-names';
import { ofChain } from './channel-health';
import { because, distinct, HEALTHY, health, type Health } from './health';
import { nodeHealth } from './node-health';
import type { ObservedChain, ObservedChaincode, ObservedNode } from './observed';

export interface ChaincodeFacts {
  readonly chain: ObservedChain;
  /** Of the channel that it is committed on. */
  readonly channel: Health;
  readonly chaincode: ObservedChaincode;
  /** Of the whole chain. */
  readonly nodes: readonly ObservedNode[];
}

/** The health of a chaincode from its definition, its channel, and the servers that Heddle runs for it. */
export function chaincodeHealth({ chain, channel, chaincode, nodes }: ChaincodeFacts): Health {
  return (
    ofDefinition(chaincode) ??
    ofChain(chain, { nodes }) ??
    (channel.status === 'down' ? channel : undefined) ??
    ofServers(chaincode, nodes)
  );
}

function ofDefinition({ name: chaincode, state, stateReason }: ObservedChaincode): Health | undefined {
  const params = { chaincode, state, ...(stateReason === null ? {} : { reason: stateReason }) };
  const words = stateReason === null ? '' : `: ${stateReason}`;
  switch (state) {
    case 'deploying':
    case 'removing':
      return health('pending', because('chaincode_changing', params, `Chaincode ${chaincode} is ${state}`));
    case 'failed':
      return health('down', because('chaincode_failed', params, `Chaincode ${chaincode} failed${words}`));
    case 'stopped':
      return health('stopped', because('chaincode_stopped', params, `Chaincode ${chaincode} is stopped`));
    default:
      return undefined;
  }
}

/** A chaincode that runs elsewhere has no server here. */
function ofServers(
  { name: chaincode, state, stateReason, committedDefinitionId }: ObservedChaincode,
  nodes: readonly ObservedNode[],
): Health {
  const servers = nodes.filter(
    ({ kind, name }) =>
      kind === 'chaincode' && committedDefinitionId !== null && servesDefinition(name, committedDefinitionId),
  );
  const reasons = servers.flatMap((server) => nodeHealth(server).reasons);
  if (servers.length > 0 && servers.every((server) => server.state !== 'running')) {
    const message = `No server of chaincode ${chaincode} runs`;
    return health('down', because('no_server_runs', { chaincode, servers: servers.length }, message), ...reasons);
  }
  if (reasons.length > 0) return health('degraded', ...distinct(reasons));
  if (state !== 'degraded' || stateReason === null) return HEALTHY;
  const params = { chaincode, reason: stateReason };
  return health('degraded', because('chaincode_degraded', params, `Chaincode ${chaincode}: ${stateReason}`));
}

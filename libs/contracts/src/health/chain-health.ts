import { because, distinct, HEALTHY, health, isUnwell, type Health, type HealthReason } from './health';
import { nodeHealth } from './node-health';
import { isAtRest, type ObservedChain, type ObservedNode } from './observed';

export interface ChainFacts {
  readonly chain: ObservedChain;
  readonly nodes: readonly ObservedNode[];
  readonly channels: readonly Health[];
  readonly chaincodes: readonly Health[];
}

/**
 * The health of a chain is the worst of its nodes, channels and chaincodes. It is down when none of its nodes, or none of
 * its channels, works.
 */
export function chainHealth(facts: ChainFacts): Health {
  const { chain } = facts;
  const params = { chain: chain.name, state: chain.state };
  if (isAtRest(chain))
    return health('stopped', because('chain_stopped', params, `Chain ${chain.name} is ${chain.state}`));
  if (chain.state === 'failed') {
    const words = chain.stateReason === null ? '' : `: ${chain.stateReason}`;
    return health('down', because('chain_failed', params, `Chain ${chain.name} failed${words}`));
  }
  if (chain.state === 'defined' || chain.state === 'provisioning' || chain.state === 'updating') {
    return health('pending', because('chain_changing', params, `An operation works on chain ${chain.name}`));
  }
  return ofParts(facts);
}

/** Servers of chaincode come and go with deployments; only one that crashed or is held down is a problem. */
const counts = (node: ObservedNode): boolean => node.kind !== 'chaincode' || nodeHealth(node).status === 'down';

function ofParts({ chain, nodes, channels, chaincodes }: ChainFacts): Health {
  const seen = nodes.filter(counts).map(nodeHealth);
  const unwell = [
    ...seen.filter(({ status }) => status !== 'healthy'),
    ...channels.filter(isUnwell),
    ...chaincodes.filter(isUnwell),
  ];
  const reasons = distinct([...unwell.flatMap((part) => part.reasons), ...observed(chain)]);
  if (reasons.length === 0) return HEALTHY;
  const allDown = [seen, channels].some((parts) => parts.length > 0 && parts.every(({ status }) => status === 'down'));
  return health(allDown ? 'down' : 'degraded', ...reasons);
}

/** Observations of the whole chain, such as an orderer that lost its ledger. */
function observed({ name: chain, stateReason }: ObservedChain): HealthReason[] {
  return stateReason === null ? [] : [because('chain_observed', { chain, reason: stateReason }, stateReason)];
}

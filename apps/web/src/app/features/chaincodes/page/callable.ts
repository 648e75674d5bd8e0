import type { Chain, Chaincode } from '@heddle/contracts';

/** Whether calls of a chaincode can be answered; what prevents it otherwise. */
export type Callable = 'yes' | 'chain-down' | 'stopped' | 'removing' | 'uncommitted';

const CHAIN_ANSWERS: readonly Chain['status']['state'][] = ['running', 'degraded', 'updating', 'unreachable'];

export function callableOf(chain: Chain | null, chaincode: Chaincode | null): Callable {
  if (chaincode === null || chaincode.definition.committedAt === null) return 'uncommitted';
  if (chaincode.status.state === 'removing') return 'removing';
  if (chain !== null && !CHAIN_ANSWERS.includes(chain.status.state)) return 'chain-down';
  return chaincode.status.state === 'stopped' ? 'stopped' : 'yes';
}

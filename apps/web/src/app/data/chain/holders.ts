import { listOf } from '@heddle/client';
import type { Operation } from '@heddle/contracts';
import { isUnfinished } from '../operation/operation.reducer';
import type { ChainState } from './chain.reducer';

/** The operation that everything on the chain has to wait for; null when there is none. */
export function chainHolder(state: ChainState): string | null {
  const named = listOf(state.chains).map(({ operationId }) => operationId);
  return firstHolding(state, named) ?? firstUnfinished(state, ({ kind }) => /^(chain|node|peer|orderer)\./.test(kind));
}

/** The operation that what concerns the channel has to wait for. */
export function channelHolder(state: ChainState, channelId: string): string | null {
  const named = [
    ...listOf(state.channels).filter(({ id }) => id === channelId),
    ...listOf(state.chaincodes).filter((chaincode) => chaincode.channelId === channelId),
  ].map(({ operationId }) => operationId);
  return chainHolder(state) ?? firstHolding(state, named);
}

/** The operation, on the chain or in one of its channels, that what concerns the whole chain has to wait for. */
export function anyHolder(state: ChainState): string | null {
  const named = [...listOf(state.channels), ...listOf(state.chaincodes)].map(({ operationId }) => operationId);
  return chainHolder(state) ?? firstHolding(state, named) ?? firstUnfinished(state, () => true);
}

function firstHolding({ operations, heldBy }: ChainState, named: readonly (string | null)[]): string | null {
  const holding = named.find((id) => {
    const known = operations.get(id ?? '');
    return id !== null && (known === undefined ? heldBy.has(id) : isUnfinished(known));
  });
  return holding ?? null;
}

function firstUnfinished({ operations }: ChainState, holds: (operation: Operation) => boolean): string | null {
  return [...operations.values()].find((operation) => isUnfinished(operation) && holds(operation))?.id ?? null;
}

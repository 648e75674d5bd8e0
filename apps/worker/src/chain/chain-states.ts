import type { ChainId, ChainState, OperationState } from '@heddle/contracts';
import type { StateChange } from '@heddle/queue';
import type { WorkerServices } from '../services';
import { announce } from './announce';
import { publishingHealth } from './publish-health';

/** The chain's state by the state of the operation that works on it. Omitted states change nothing. */
export type ChainStates = Partial<Record<OperationState, ChainState>>;

/** Updates the chain's state together with its operation's, in the same transaction. */
export function followedBy(states: ChainStates) {
  return async <Input extends { chainId: ChainId }>(change: StateChange<Input, WorkerServices>): Promise<void> => {
    const { store, services, input, state, error } = change;
    const chainState = states[state];
    if (chainState === undefined) return;
    const { live } = services;
    const { chainId } = input;
    await publishingHealth({ store, live, chainId }, async () => {
      const chain = await store.chains.setState(chainId, chainState, error?.message ?? null);
      await announce(store, live, chainId, { chain });
    });
  };
}

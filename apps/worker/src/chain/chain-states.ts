import type { ChainId, ChainState, OperationState } from '@heddle/contracts';
import type { StateChange } from '@heddle/queue';
import type { WorkerServices } from '../services';
import { announce } from './announce';
import { tellingHealth } from './telling-health';

/** The chain's state by the state of the operation that works on it; states that are left out change nothing. */
export type ChainStates = Partial<Record<OperationState, ChainState>>;

/** Keeps a chain's state in step with its operation, in the same transaction. */
export function followedBy(states: ChainStates) {
  return async <Input extends { chainId: ChainId }>(change: StateChange<Input, WorkerServices>): Promise<void> => {
    const { store, services, input, state, error } = change;
    const chainState = states[state];
    if (chainState === undefined) return;
    const { live } = services;
    const { chainId } = input;
    await tellingHealth({ store, live, chainId }, async () => {
      const chain = await store.chains.setState(chainId, chainState, error?.message ?? null);
      await announce(store, live, chainId, { chain });
    });
  };
}

import { chainScope, type Chain, type ChainState } from '@heddle/contracts';
import { chainActions, type ChainEntity, type Store } from '@heddle/data';
import { ApiError } from '../errors/api-error';

type Action = Chain['allowedActions'][number];

const VERBS: Record<Action, string> = {
  start: 'be started',
  stop: 'be stopped',
  release: 'be released',
  delete: 'be deleted',
  createChannel: 'get a channel',
};

/**
 * Checks whether the chain's state allows an action.
 *
 * @throws ScopeBusyError while an operation holds the chain, ApiError `invalid_state`
 */
export async function assertAction(store: Store, chain: ChainEntity, action: Action): Promise<void> {
  await store.scopes.assertFree(chainScope(chain.id));
  if (chainActions(chain.state, null).includes(action)) return;
  throw new ApiError('invalid_state', `Chain ${chain.name} is ${chain.state} and cannot ${VERBS[action]} now.`, {
    remedy: `Allowed actions: ${chainActions(chain.state, null).join(', ') || 'nothing'}.`,
  });
}

const ANSWERING: readonly ChainState[] = ['running', 'degraded', 'updating'];

/** For requests that need at least one healthy node. @throws ApiError `invalid_state` */
export function assertRunning({ state, name }: ChainEntity): void {
  if (!ANSWERING.includes(state)) throw notNow(name, state);
}

/**
 * For requests that are worth an attempt on every chain that should run: nodes that did not answer at the last
 * observation may answer now.
 *
 * @throws ApiError `invalid_state`
 */
export function assertStarted({ state, name }: ChainEntity): void {
  if (state !== 'unreachable' && !ANSWERING.includes(state)) throw notNow(name, state);
}

const notNow = (name: string, state: ChainState): ApiError =>
  new ApiError('invalid_state', `Chain ${name} is ${state}: its nodes do not answer now.`, {
    remedy: 'Start the chain, or wait until it runs.',
  });

/** @throws ApiError `name_taken` with the chain that has the name */
export async function assertNameFree(store: Store, name: string): Promise<void> {
  const taken = await store.chains.byName(name);
  if (taken === null) return;
  const released = chainActions(taken.state, null).includes('delete');
  const state = released ? 'a released chain' : 'another chain';
  throw new ApiError('name_taken', `The name "${name}" belongs to ${state}.`, {
    remedy: released
      ? 'Delete the released chain first (DELETE /chains/{id}), or choose another name.'
      : 'Choose another name.',
    existing: { type: 'chain', id: taken.id },
  });
}

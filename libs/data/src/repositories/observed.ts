import type { Observed } from '../entities/observed';

/** A new observation; `since` changes only when the state changes. */
export function observedPatch<State extends string>(
  row: Observed<State>,
  state: State,
  reason: string | null,
): Pick<Observed<State>, 'state' | 'stateReason' | 'stateSince' | 'stateObservedAt'> {
  const now = new Date().toISOString();
  return {
    state,
    stateReason: reason,
    stateSince: row.state === state ? row.stateSince : now,
    stateObservedAt: now,
  };
}

/** The columns of a state that starts now. */
export function observedNow<State extends string>(
  state: State,
  reason: string | null = null,
): Pick<Observed<State>, 'state' | 'stateReason' | 'stateSince' | 'stateObservedAt'> {
  const now = new Date().toISOString();
  return { state, stateReason: reason, stateSince: now, stateObservedAt: now };
}
